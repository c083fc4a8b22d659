-- How often was a creator's content seen on a day of the 28 before each of its starts, whatever it
-- showed? Grain: creator x day of a start, where it was seen at all.
with

begun as (
    select distinct creator_id, started_on
    from starts
    where started_on + 27 <= cast($last_day as date)
),

seen as (
    select creator_id, day, sum(greatest(views, impressions)) as views
    from daily
    where creator_id is not null and day <= cast($last_day as date)
    group by creator_id, day
)

select b.creator_id, b.started_on, sum(s.views) / 28 as views_before
from begun as b
inner join seen as s
    on b.creator_id = s.creator_id
    and s.day between b.started_on - 28 and b.started_on - 1
group by b.creator_id, b.started_on
order by b.creator_id, b.started_on
