-- What happened each day, in measures that add up? Grain: local day x shop x product x creator x
-- channel x currency; traffic has no currency, so a question filters `currency is null or = $currency`.
with

measured as (
    select
        day,
        merchant_id,
        product_id,
        creator_id,
        channel,
        cast(null as varchar) as currency,
        impressions,
        views,
        watch_seconds,
        clicks,
        converted_clicks,
        add_to_carts,
        0 as sku_orders,
        0 as units,
        0 as gmv,
        0 as cancelled,
        0 as refunded,
        0 as net_gmv,
        0 as direct_gmv,
        0 as platform_discount,
        0 as seller_discount,
        0 as commission,
        0 as commission_still_estimated,
        0 as lines_without_commission,
        0 as lines_by_creation_time
    from traffic
    union all
    select
        day,
        merchant_id,
        product_id,
        creator_id,
        channel,
        currency,
        0,
        0,
        0.0,
        0,
        0,
        0,
        1,
        units,
        gmv,
        cancelled,
        refunded,
        net_gmv,
        case when attribution = 'direct' then gmv else 0 end,
        platform_discount,
        seller_discount,
        coalesce(commission, 0),
        coalesce(commission_still_estimated, 0),
        case when commission is null then 1 else 0 end,
        case when is_by_creation_time then 1 else 0 end
    from sales
)

select
    day,
    merchant_id,
    product_id,
    creator_id,
    channel,
    currency,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(views) as bigint) as views,
    sum(watch_seconds) as watch_seconds,
    cast(sum(clicks) as bigint) as clicks,
    cast(sum(converted_clicks) as bigint) as converted_clicks,
    cast(sum(add_to_carts) as bigint) as add_to_carts,
    cast(sum(sku_orders) as bigint) as sku_orders,
    cast(sum(units) as bigint) as units,
    cast(sum(gmv) as bigint) as gmv,
    cast(sum(cancelled) as bigint) as cancelled,
    cast(sum(refunded) as bigint) as refunded,
    cast(sum(net_gmv) as bigint) as net_gmv,
    cast(sum(direct_gmv) as bigint) as direct_gmv,
    cast(sum(platform_discount) as bigint) as platform_discount,
    cast(sum(seller_discount) as bigint) as seller_discount,
    cast(sum(commission) as bigint) as commission,
    cast(sum(commission_still_estimated) as bigint) as commission_still_estimated,
    cast(sum(lines_without_commission) as bigint) as lines_without_commission,
    cast(sum(lines_by_creation_time) as bigint) as lines_by_creation_time
from measured
group by 1, 2, 3, 4, 5, 6
