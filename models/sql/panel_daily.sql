-- What was seen and sold of each product on each day, in all and without a creator? Grain: product x
-- day, money in minor units; products without a row on a day had nothing.
select
    product_id,
    day,
    sum(impressions) as impressions,
    sum(clicks) as clicks,
    sum(sku_orders) as orders,
    sum(net_gmv) as net_gmv,
    coalesce(sum(impressions) filter (where creator_id is null), 0) as organic_impressions,
    coalesce(sum(clicks) filter (where creator_id is null), 0) as organic_clicks,
    coalesce(sum(sku_orders) filter (where creator_id is null), 0) as organic_orders,
    coalesce(sum(net_gmv) filter (where creator_id is null), 0) as organic_net_gmv,
    coalesce(sum(net_gmv) filter (where creator_id is not null), 0) as attributed_net_gmv
from daily
where product_id is not null
    and (currency is null or currency = $currency)
    and day between $from_day and $to_day
group by product_id, day
order by product_id, day
