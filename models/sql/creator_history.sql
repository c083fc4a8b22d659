-- What had each creator shown and sold before the cut-off? Grain: creator with any of it in 210 days.
-- Counts alone: money of several currencies does not add up. What was refunded counts sales that
-- were at least 30 days old by then, for until so late after a sale refunds still come.
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
        creator_id,
        sum(views) filter (where day >= cast($cut_off as date) - 28) as views,
        sum(views) filter (where day >= cast($cut_off as date) - 14) as views_lately,
        sum(clicks) filter (where day >= cast($cut_off as date) - 90) as clicks,
        count(distinct product_id) filter (where day >= cast($cut_off as date) - 28) as carried,
        count(distinct product_id) as carried_in_all
    from active
    where creator_id is not null
        and product_id is not null
        and day >= cast($cut_off as date) - 210
        and day < $cut_off
    group by creator_id
),

sold as (
    select
        creator_id,
        count(*) filter (where day >= cast($cut_off as date) - 28) as orders,
        count(*) filter (where day >= cast($cut_off as date) - 90) as orders_of_clicks,
        count(*) filter (where day < cast($cut_off as date) - 30) as settled,
        count(*) filter (where day < cast($cut_off as date) - 30 and refunded > 0) as refunded
    from sales
    where creator_id is not null
        and day >= cast($cut_off as date) - 210
        and day < $cut_off
    group by creator_id
)

select
    h.creator_id,
    coalesce(h.views, 0) as views,
    coalesce(h.views_lately, 0) as views_lately,
    coalesce(h.clicks, 0) as clicks,
    h.carried,
    h.carried_in_all,
    coalesce(s.orders, 0) as orders,
    coalesce(s.orders_of_clicks, 0) as orders_of_clicks,
    coalesce(s.settled, 0) as settled,
    coalesce(s.refunded, 0) as refunded
from shown as h
left join sold as s on h.creator_id = s.creator_id
order by h.creator_id
