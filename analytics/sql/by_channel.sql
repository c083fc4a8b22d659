-- How does each channel do? Grain: channel.
select
    channel,
    cast(sum(gmv) as bigint) as gmv,
    cast(sum(net_gmv) as bigint) as net_gmv,
    cast(sum(refunded) as bigint) as refunded,
    cast(sum(sku_orders) as bigint) as sku_orders,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(views) as bigint) as views,
    cast(sum(clicks) as bigint) as clicks,
    ctr(sum(clicks), sum(impressions)) as ctr,
    ctor_sku_orders(sum(sku_orders), sum(clicks)) as ctor_sku_orders,
    watch_gpm(sum(gmv), sum(views)) as watch_gpm,
    show_gpm(sum(gmv), sum(impressions)) as show_gpm,
    refund_rate(sum(refunded), sum(gmv)) as refund_rate
from daily_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
)
group by channel
order by gmv desc, channel
