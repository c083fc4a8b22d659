-- What do all creators' sales and traffic come to? Grain: one row; rates of the sums.
with

summed as (
    select
        count(distinct creator_id) as creators,
        cast(coalesce(sum(gmv), 0) as bigint) as gmv,
        coalesce(sum(net_gmv), 0) as net_gmv,
        coalesce(sum(refunded), 0) as refunded,
        cast(coalesce(sum(sku_orders), 0) as bigint) as sku_orders,
        cast(coalesce(sum(clicks), 0) as bigint) as clicks,
        coalesce(sum(impressions), 0) as impressions,
        coalesce(sum(views), 0) as views
    from daily_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    where creator_id is not null
),

counted as (
    select count(distinct (merchant_id, order_id)) as orders
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    where creator_id is not null
),

sampled as (
    select count(received_on) as received, count(posted_on) filter (received_on is not null) as posted
    from samples_until($last_day, $currency, $merchant_id, $product_id, $creator_id)
)

select
    s.creators,
    s.gmv,
    s.sku_orders,
    s.clicks,
    ctr(s.clicks, s.impressions) as ctr,
    ctor_sku_orders(s.sku_orders, s.clicks) as ctor_sku_orders,
    watch_gpm(s.gmv, s.views) as watch_gpm,
    show_gpm(s.gmv, s.impressions) as show_gpm,
    aov(s.gmv, c.orders) as aov,
    refund_rate(s.refunded, s.gmv) as refund_rate,
    sample_post_rate(p.posted, p.received) as sample_post_rate
from summed as s
cross join counted as c
cross join sampled as p
