-- Which events name content that is described nowhere? Grain: content as the events name it.
with

named as (
    select content_id, sum(n) as n, min(event_at) as first_at, max(event_at) as last_at
    from events
    where content_id is not null
    group by content_id
)

select
    d.content_id,
    cast(d.n as bigint) as events,
    d.first_at,
    d.last_at,
    count(*) over () as failing,
    (select count(*) from named) as checked
from named as d
anti join content as c on d.content_id = c.content_id
order by events desc, d.content_id
limit $most
