-- How does each candidate product sell? Grain: a product of $product_ids; sales of 28 days and clicks
-- of 180 up to $last_day, and whoever worked with it at any time. `recent_orders` are lines with net
-- GMV; a trend counts refunded lines too, for refunds of the last days are still to come.
with

demanded as (
    select
        product_id,
        count(*) filter (where net_gmv > 0) as recent_orders,
        count(*) filter (where day > cast($last_day as date) - 14) as orders,
        count(*) filter (where day <= cast($last_day as date) - 14) as orders_before
    from sales
    where list_contains($product_ids, product_id)
        and currency = $currency
        and day between cast($last_day as date) - 27 and $last_day
        and status <> 'cancelled'
    group by product_id
),

clicked as (
    select product_id, sum(clicks) as clicks, sum(converted_clicks) as converted_clicks
    from daily
    where list_contains($product_ids, product_id)
        and day between cast($last_day as date) - 179 and $last_day
        and (currency is null or currency = $currency)
    group by product_id
),

carried as (
    select product_id, count(*) as carriers
    from partners
    where list_contains($product_ids, product_id)
    group by product_id
)

select
    p.product_id,
    coalesce(d.recent_orders, 0) as recent_orders,
    coalesce(d.orders, 0) as orders,
    coalesce(d.orders_before, 0) as orders_before,
    cast(coalesce(k.clicks, 0) as bigint) as clicks,
    cast(coalesce(k.converted_clicks, 0) as bigint) as converted_clicks,
    coalesce(c.carriers, 0) as carriers
from products as p
left join demanded as d on p.product_id = d.product_id
left join clicked as k on p.product_id = k.product_id
left join carried as c on p.product_id = c.product_id
where list_contains($product_ids, p.product_id)
order by p.product_id
