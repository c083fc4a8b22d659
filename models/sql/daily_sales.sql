-- What was sold of each product on each day? Grain: product x day with an order, money in minor
-- units; `begun_on` is the first day in the window on which its shop sold anything.
with

sold as (
    select product_id, merchant_id, day, net_gmv
    from sales
    where currency = $currency
        and day between cast($last_day as date) - $days + 1 and $last_day
),

begun as (
    select merchant_id, min(day) as begun_on
    from sold
    group by merchant_id
)

select
    s.product_id,
    s.merchant_id,
    s.day,
    b.begun_on,
    count(*) as orders,
    cast(sum(s.net_gmv) as bigint) as net_gmv
from sold as s
inner join begun as b on s.merchant_id = b.merchant_id
where ($product_id is null or s.product_id = $product_id)
    and ($merchant_id is null or s.merchant_id = $merchant_id)
group by s.product_id, s.merchant_id, s.day, b.begun_on
order by s.product_id, s.merchant_id, s.day
