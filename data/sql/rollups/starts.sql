-- How did each pair's first 28 days go, and the product's around them? Grain: product x creator.
-- A pair starts with its first post, traffic or sale; money is net GMV in the product's currency.
-- A start is told where a post or traffic shows it: of a pair known by its first sale alone nobody
-- knows how long it had tried, and those that tried and sold nothing are not seen.
with

carried as (
    select product_id, creator_id, day, impressions + views + clicks > 0 as is_shown
    from daily
    where creator_id is not null and product_id is not null
    union all
    select
        c.product_id,
        c.creator_id,
        cast(from_utc_timestamp(c.posted_at, m.time_zone) as date),
        true
    from collaborations as c
    cross join market as m
    where c.posted_at is not null
),

begun as (
    select
        c.product_id,
        c.creator_id,
        p.merchant_id,
        coalesce(p.currency, m.currency) as currency,
        min(c.day) as started_on,
        coalesce(min(case when c.is_shown then c.day end) = min(c.day), false) as is_told
    from carried as c
    inner join catalogue as p on c.product_id = p.product_id
    cross join market as m
    group by 1, 2, 3, 4
),

own as (
    select
        b.product_id,
        b.creator_id,
        sum(d.clicks) as clicks,
        sum(d.converted_clicks) as converted_clicks,
        sum(d.sku_orders) as sku_orders,
        sum(case when d.currency = b.currency then d.net_gmv else 0 end) as net_gmv
    from begun as b
    inner join daily as d
        on b.product_id = d.product_id
        and b.creator_id = d.creator_id
        and d.day between b.started_on and b.started_on + 27
    group by 1, 2
),

product_days as (
    select
        product_id,
        currency,
        day,
        sum(sku_orders) as sku_orders,
        sum(net_gmv) as net_gmv,
        sum(case when creator_id is null then sku_orders else 0 end) as organic_sku_orders
    from daily
    where product_id is not null and sku_orders > 0
    group by 1, 2, 3
),

around as (
    select
        b.product_id,
        b.creator_id,
        sum(case when d.day >= b.started_on then d.sku_orders else 0 end) as product_sku_orders,
        sum(case when d.day < b.started_on then d.sku_orders else 0 end)
            as product_sku_orders_before,
        sum(case when d.day >= b.started_on then d.organic_sku_orders else 0 end)
            as organic_sku_orders,
        sum(case when d.day < b.started_on then d.organic_sku_orders else 0 end)
            as organic_sku_orders_before,
        sum(case when d.day >= b.started_on and d.currency = b.currency then d.net_gmv else 0 end)
            as product_net_gmv,
        sum(case when d.day < b.started_on and d.currency = b.currency then d.net_gmv else 0 end)
            as product_net_gmv_before
    from begun as b
    inner join product_days as d
        on b.product_id = d.product_id
        and d.day between b.started_on - 28 and b.started_on + 27
    group by 1, 2
)

select
    b.product_id,
    b.creator_id,
    b.merchant_id,
    b.currency,
    b.started_on,
    b.is_told,
    cast(coalesce(o.clicks, 0) as bigint) as clicks,
    cast(coalesce(o.converted_clicks, 0) as bigint) as converted_clicks,
    cast(coalesce(o.sku_orders, 0) as bigint) as sku_orders,
    cast(coalesce(o.net_gmv, 0) as bigint) as net_gmv,
    cast(coalesce(a.product_sku_orders, 0) as bigint) as product_sku_orders,
    cast(coalesce(a.product_sku_orders_before, 0) as bigint) as product_sku_orders_before,
    cast(coalesce(a.organic_sku_orders, 0) as bigint) as organic_sku_orders,
    cast(coalesce(a.organic_sku_orders_before, 0) as bigint) as organic_sku_orders_before,
    cast(coalesce(a.product_net_gmv, 0) as bigint) as product_net_gmv,
    cast(coalesce(a.product_net_gmv_before, 0) as bigint) as product_net_gmv_before
from begun as b
left join own as o
    on b.product_id = o.product_id
    and b.creator_id = o.creator_id
left join around as a
    on b.product_id = a.product_id
    and b.creator_id = a.creator_id
