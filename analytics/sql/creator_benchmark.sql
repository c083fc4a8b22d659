-- How does the creator do for other shops? Grain: one row; none below five other shops, and no rate of
-- which fewer than five have the parts.
select
    merchants,
    cast(clicks as bigint) as clicks,
    cast(sku_orders as bigint) as sku_orders,
    ctr(clicks, impressions) as ctr,
    ctor_sku_orders(sku_orders, clicks) as ctor_sku_orders,
    watch_gpm(gmv, views) as watch_gpm,
    show_gpm(gmv, impressions) as show_gpm,
    refund_rate(refunded, gmv) as refund_rate
from benchmark_by_creator($first_day, $last_day, $currency)
where creator_id = $creator_id
