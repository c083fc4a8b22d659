-- What does a click bring the same creator in live and in video? Grain: a creator with at least
-- 30 clicks in each; SKU orders, net GMV in minor units, and the shops that it sold for.
with

summed as (
    select
        creator_id,
        sum(clicks) filter (where channel = 'live') as live_clicks,
        sum(clicks) filter (where channel = 'video') as video_clicks,
        sum(sku_orders) filter (where channel = 'live') as live_sku_orders,
        sum(sku_orders) filter (where channel = 'video') as video_sku_orders,
        cast(sum(net_gmv) filter (where channel = 'live') as bigint) as live_net_gmv,
        cast(sum(net_gmv) filter (where channel = 'video') as bigint) as video_net_gmv,
        list(distinct merchant_id) filter (
            where channel in ('live', 'video') and merchant_id is not null
        ) as merchant_ids
    from daily
    where creator_id is not null
        and (currency is null or currency = $currency)
        and day between cast($last_day as date) - $days + 1 and $last_day
    group by creator_id
)

select *
from summed
where live_clicks >= 30
    and video_clicks >= 30
    and live_net_gmv > 0
    and video_net_gmv > 0
order by creator_id
