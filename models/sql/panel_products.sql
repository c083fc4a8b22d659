-- What is each product that sold or was seen in the time? Grain: product; price in minor units, the
-- listed one or else what an order brought.
with

sold as (
    select
        product_id,
        sum(gmv) / nullif(sum(sku_orders), 0) as per_order
    from daily
    where product_id is not null
        and (currency is null or currency = $currency)
        and day between $from_day and $to_day
    group by product_id
)

select
    p.product_id,
    p.merchant_id,
    split_part(p.category_path, ' > ', 1) as category,
    coalesce(case when p.currency = $currency then p.price end, s.per_order) as price
from products as p
inner join sold as s on p.product_id = s.product_id
where coalesce(case when p.currency = $currency then p.price end, s.per_order) > 0
order by p.product_id
