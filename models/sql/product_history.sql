-- What had each product been seen and bought before the cut-off? Grain: product with any of it in
-- 210 days. Counts alone, and refunds as in creator_history.
with

active as (
    select day, product_id, creator_id, views, clicks
    from traffic
    union all
    select day, product_id, creator_id, 0, 0
    from sales
),

shown as (
    select
        product_id,
        min(day) as first_day,
        sum(views) filter (where day >= cast($cut_off as date) - 28) as views,
        sum(clicks) filter (where day >= cast($cut_off as date) - 90) as clicks,
        count(distinct creator_id) filter (where day >= cast($cut_off as date) - 28) as carriers
    from active
    where product_id is not null
        and day >= cast($cut_off as date) - 210
        and day < $cut_off
    group by product_id
),

sold as (
    select
        product_id,
        count(*) filter (where day >= cast($cut_off as date) - 28) as orders,
        count(*) filter (where day >= cast($cut_off as date) - 14) as orders_lately,
        count(*) filter (where day >= cast($cut_off as date) - 90) as orders_of_clicks,
        count(*) filter (
            where day >= cast($cut_off as date) - 28 and creator_id is null
        ) as organic_orders,
        count(*) filter (where day < cast($cut_off as date) - 30) as settled,
        count(*) filter (where day < cast($cut_off as date) - 30 and refunded > 0) as refunded
    from sales
    where product_id is not null
        and day >= cast($cut_off as date) - 210
        and day < $cut_off
    group by product_id
)

select
    h.product_id,
    cast($cut_off as date) - h.first_day as age,
    coalesce(h.views, 0) as views,
    coalesce(h.clicks, 0) as clicks,
    h.carriers,
    coalesce(s.orders, 0) as orders,
    coalesce(s.orders_lately, 0) as orders_lately,
    coalesce(s.orders_of_clicks, 0) as orders_of_clicks,
    coalesce(s.organic_orders, 0) as organic_orders,
    coalesce(s.settled, 0) as settled,
    coalesce(s.refunded, 0) as refunded
from shown as h
left join sold as s on h.product_id = s.product_id
order by h.product_id
