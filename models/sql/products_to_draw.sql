-- Which products can be drawn into an experiment, and what did they sell in the last 28 days? Grain:
-- product that sold or was seen in the last 112 days, net GMV in minor units.
with

sold as (
    select
        product_id,
        sum(net_gmv) filter (where day > cast($last_day as date) - 28) as baseline
    from daily
    where product_id is not null
        and day between cast($last_day as date) - 111 and $last_day
        and (currency is null or currency = $currency)
    group by product_id
)

select
    p.product_id,
    p.merchant_id,
    p.title,
    coalesce(top_category(p.category_path), 'unknown') as category,
    cast(coalesce(s.baseline, 0) as double) as baseline
from products as p
inner join sold as s on p.product_id = s.product_id
where $merchant_id is null or p.merchant_id = $merchant_id
order by p.product_id
