-- What was taken back of sales, cancelled or refunded, and when was that known? Grain: product x day of
-- the sale x later local day, money in minor units. Where no report tells the day, it counts as known
-- from the sale on.
select
    product_id,
    merchant_id,
    day,
    returned_on,
    cast(sum(cancelled + refunded) as bigint) as amount
from sales
where currency = $currency
    and day between cast($last_day as date) - $days + 1 and $last_day
    and returned_on > day
group by product_id, merchant_id, day, returned_on
order by product_id, merchant_id, day, returned_on
