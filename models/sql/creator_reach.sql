-- How often was each creator's content seen on a day of the last 28, whatever it showed? Grain:
-- creator that was seen at all.
select creator_id, sum(greatest(views, impressions)) / 28 as views_before
from daily
where creator_id is not null and day between cast($last_day as date) - 27 and $last_day
group by creator_id
order by creator_id
