-- Which live sessions have no end, or one before their start? Grain: a live session.
select
    content_id,
    creator_id,
    title,
    started_at,
    ended_at,
    count(*) over () as failing,
    (select count(*) from content where content_type = 'live') as checked
from content
where content_type = 'live' and (ended_at is null or ended_at < started_at)
order by started_at desc, content_id
limit $most
