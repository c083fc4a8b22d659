-- Who started with what lately? Grain: product x creator.
select product_id, creator_id
from starts
where started_on > cast($last_day as date) - cast($days as integer) and started_on <= $last_day
order by product_id, creator_id
