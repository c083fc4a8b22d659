-- Which content looks like a copy: same creator, form, start and title? Grain: a piece of content.
with

counted as (
    select
        *,
        count(*) over (partition by creator_id, content_type, started_at, title) as copies
    from content
    where started_at > timestamp '1970-01-01'
)

select
    content_id,
    creator_id,
    content_type,
    started_at,
    title,
    copies,
    count(*) over () as failing,
    (select count(*) from content) as checked
from counted
where copies > 1
order by creator_id, started_at, content_id
limit $most
