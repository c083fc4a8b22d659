-- Which kind of fact ends before the others? Grain: kind of fact.
with

ends as (
    select 'orders' as kind, max(day) as last_on from sales
    union all
    select 'traffic', max(day) from traffic
    union all
    select
        'content',
        max(cast(from_utc_timestamp(c.started_at, m.time_zone) as date))
    from content as c
    cross join market as m
)

select
    kind,
    last_on,
    $last_day - last_on as days_late
from ends
where last_on < $last_day - 1
order by last_on
