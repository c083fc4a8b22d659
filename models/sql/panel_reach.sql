-- How often was each creator's content seen on each day? Grain: creator x day.
select
    creator_id,
    day,
    sum(greatest(views, impressions)) as views
from daily
where creator_id is not null and day between $from_day and $to_day
group by creator_id, day
order by creator_id, day
