-- Where does the product or shop stand before anything changes? Grain: one row, 28 days.
with

sold as (
    from sales
    where day between cast($last_day as date) - 27 and $last_day
        and currency = $currency
        and ($product_id is null or product_id = $product_id)
        and ($merchant_id is null or merchant_id = $merchant_id)
),

clicked as (
    select
        coalesce(sum(clicks) filter (where channel = 'live'), 0) as live_clicks,
        coalesce(sum(clicks) filter (where channel = 'video'), 0) as video_clicks
    from daily
    where day between cast($last_day as date) - 27 and $last_day
        and ($product_id is null or product_id = $product_id)
        and ($merchant_id is null or merchant_id = $merchant_id)
),

active as (
    select count(distinct c.creator_id) as creators
    from collaborations as c
    cross join market as m
    where ($product_id is null or c.product_id = $product_id)
        and ($merchant_id is null or c.merchant_id = $merchant_id)
        and cast(from_utc_timestamp(c.posted_at, m.time_zone) as date)
            between cast($last_day as date) - 27 and $last_day
)

select
    cast(count(*) as bigint) as sku_orders,
    cast(coalesce(sum(net_gmv), 0) as bigint) as net_gmv,
    cast(coalesce(sum(attributed_net_gmv), 0) as bigint) as attributed_net_gmv,
    cast(coalesce(sum(attributed_net_gmv) filter (where channel in ('live', 'video')), 0) as bigint)
        as content_net_gmv,
    cast(coalesce(sum(commission), 0) as bigint) as commission,
    avg(commission_rate) filter (where creator_id is not null) as commission_rate,
    sum(gmv) / nullif(sum(units), 0) as price,
    case when count(*) = count(goods_cost) then cast(sum(goods_cost) as bigint) end as goods_cost,
    case when count(*) = count(platform_fee) then cast(sum(platform_fee) as bigint) end
        as platform_fee,
    (select creators from active) as creators,
    (select live_clicks from clicked) as live_clicks,
    (select video_clicks from clicked) as video_clicks
from sold
