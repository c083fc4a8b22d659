-- What did each product sell in each of the last windows of 28 days? Grain: product x window, 0 being
-- the last; of products that sold or were seen in any of them. Money in minor units.
with

sold as (
    select
        product_id,
        cast(floor((cast($last_day as date) - day) / 28) as bigint) as place,
        sum(net_gmv) as net_gmv,
        sum(sku_orders) as sku_orders
    from daily
    where product_id is not null
        and day between cast($last_day as date) - 28 * $windows + 1 and $last_day
        and (currency is null or currency = $currency)
    group by product_id, place
),

active as (select distinct product_id from sold),

places as (select unnest(range($windows)) as place)

select
    p.product_id as unit_id,
    p.merchant_id,
    coalesce(top_category(p.category_path), 'unknown') as category,
    w.place,
    cast(coalesce(s.net_gmv, 0) as double) as net_gmv,
    cast(coalesce(s.sku_orders, 0) as double) as sku_orders
from products as p
inner join active as a on p.product_id = a.product_id
cross join places as w
left join sold as s on p.product_id = s.product_id and w.place = s.place
where $merchant_id is null or p.merchant_id = $merchant_id
order by unit_id, w.place
