-- Which days between the first and the last have neither a sale nor traffic? Grain: a local day.
with

seen as (
    select day from traffic
    union
    select day from sales
),

span as (
    select min(day) as first_day, max(day) as last_day
    from seen
),

days as (
    select cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as day
    from span
    where first_day is not null
)

select
    d.day,
    count(*) over () as failing,
    (select count(*) from days) as checked
from days as d
anti join seen as s on d.day = s.day
order by d.day
limit $most
