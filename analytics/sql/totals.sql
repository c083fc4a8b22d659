-- What do the headline figures come to? Grain: one row for the slice.
with

order_rows as (
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
),

counted as (
    select
        count(distinct (merchant_id, order_id)) as orders,
        count(distinct (merchant_id, order_id)) filter (where status = 'cancelled') as cancelled_orders,
        count(distinct creator_id) as selling_creators,
        count(distinct product_id) as selling_products
    from order_rows
),

summed as (
    select
        cast(coalesce(sum(impressions), 0) as bigint) as impressions,
        cast(coalesce(sum(views), 0) as bigint) as views,
        cast(coalesce(sum(clicks), 0) as bigint) as clicks,
        cast(coalesce(sum(converted_clicks), 0) as bigint) as converted_clicks,
        cast(coalesce(sum(add_to_carts), 0) as bigint) as add_to_carts,
        cast(coalesce(sum(sku_orders), 0) as bigint) as sku_orders,
        cast(coalesce(sum(units), 0) as bigint) as units,
        cast(coalesce(sum(gmv), 0) as bigint) as gmv,
        cast(coalesce(sum(cancelled), 0) as bigint) as cancelled,
        cast(coalesce(sum(refunded), 0) as bigint) as refunded,
        cast(coalesce(sum(net_gmv), 0) as bigint) as net_gmv,
        cast(coalesce(sum(gmv) filter (where creator_id is not null), 0) as bigint) as attributed_gmv,
        cast(coalesce(sum(direct_gmv), 0) as bigint) as direct_gmv,
        cast(coalesce(sum(commission), 0) as bigint) as commission,
        cast(coalesce(sum(commission_still_estimated), 0) as bigint) as commission_still_estimated,
        cast(coalesce(sum(lines_without_commission), 0) as bigint) as lines_without_commission,
        cast(coalesce(sum(lines_by_creation_time), 0) as bigint) as lines_by_creation_time
    from daily_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
)

select
    s.* replace (
        known_commission(s.commission, s.lines_without_commission) as commission
    ),
    c.*,
    ctr(s.clicks, s.impressions) as ctr,
    ctor_orders(c.orders, s.clicks) as ctor_orders,
    ctor_sku_orders(s.sku_orders, s.clicks) as ctor_sku_orders,
    cvr(s.converted_clicks, s.clicks) as cvr,
    watch_gpm(s.gmv, s.views) as watch_gpm,
    show_gpm(s.gmv, s.impressions) as show_gpm,
    aov(s.gmv, c.orders) as aov,
    units_per_order(s.units, c.orders) as units_per_order,
    attributed_share(s.attributed_gmv, s.gmv) as attributed_share,
    refund_rate(s.refunded, s.gmv) as refund_rate
from summed as s
cross join counted as c
