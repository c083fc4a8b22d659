-- How did each day go, by where it was sold? Grain: local day x channel.
select
    day,
    channel,
    cast(sum(gmv) as bigint) as gmv,
    cast(coalesce(sum(gmv) filter (where creator_id is not null), 0) as bigint) as attributed_gmv,
    cast(sum(net_gmv) as bigint) as net_gmv,
    cast(sum(refunded) as bigint) as refunded,
    cast(known_commission(sum(commission), sum(lines_without_commission)) as bigint)
        as commission,
    cast(sum(sku_orders) as bigint) as sku_orders,
    cast(sum(clicks) as bigint) as clicks,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(views) as bigint) as views
from daily_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
)
group by day, channel
order by day, channel
