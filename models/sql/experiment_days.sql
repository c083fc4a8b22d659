-- What did each unit of an experiment have on each of the 28 days before its draw and from it on? Grain:
-- unit x days since the draw (-28 to 27), minor units. Of a pair and of a product it is all that the
-- product sold; of a creator what was credited to them on products of the shop that runs it.
with

drawn as (
    from drawn_units where experiment_id = $experiment_id and unit_type = $unit_type
),

seen as (
    select day, merchant_id, product_id, creator_id, net_gmv, sku_orders, clicks
    from daily
    where day <= $last_day and (currency is null or currency = $currency)
),

of_products as (
    select product_id, day, sum(net_gmv) as net_gmv, sum(sku_orders) as sku_orders, sum(clicks) as clicks
    from seen
    where product_id in (select product_id from drawn)
    group by product_id, day
),

of_units as (
    select d.unit_id, s.day - d.assigned_on as since, s.net_gmv, s.sku_orders, s.clicks
    from drawn as d
    inner join of_products as s
        on d.product_id = s.product_id and s.day between d.assigned_on - 28 and d.assigned_on + 27
    union all
    select d.unit_id, s.day - d.assigned_on as since, s.net_gmv, s.sku_orders, s.clicks
    from drawn as d
    inner join seen as s
        on d.creator_id = s.creator_id
        and (d.merchant_id is null or d.merchant_id = s.merchant_id)
        and s.day between d.assigned_on - 28 and d.assigned_on + 27
    where d.product_id is null
)

select
    unit_id,
    since,
    sum(net_gmv) as net_gmv,
    sum(sku_orders) as sku_orders,
    sum(clicks) as clicks
from of_units
group by unit_id, since
order by unit_id, since
