-- What does the shop sell, and how did each product move? Grain: product sold in the slice or in as
-- many days before, by net GMV.
with

summed as (
    select
        product_id,
        cast(sum(if(day >= $first_day, gmv, 0)) as bigint) as gmv,
        cast(sum(if(day >= $first_day, net_gmv, 0)) as bigint) as net_gmv,
        cast(sum(if(day < $first_day, net_gmv, 0)) as bigint) as net_gmv_before,
        sum(if(day >= $first_day and creator_id is not null, gmv, 0)) as attributed_gmv,
        sum(if(day >= $first_day, refunded, 0)) as refunded,
        cast(sum(if(day >= $first_day, sku_orders, 0)) as bigint) as sku_orders,
        cast(sum(if(day >= $first_day, units, 0)) as bigint) as units,
        sum(if(day >= $first_day, clicks, 0)) as clicks,
        count(distinct if(day >= $first_day and sku_orders > 0, creator_id, null)) as creators
    from daily_in(
        $previous_first_day, $last_day, $currency, $merchant_id, $category, $product_id,
        $creator_id, $channel
    )
    where product_id is not null
    group by product_id
)

select
    s.product_id,
    coalesce(p.title, s.product_id) as title,
    p.category_path,
    s.gmv,
    s.net_gmv,
    s.net_gmv_before,
    s.net_gmv - s.net_gmv_before as change,
    share_of(s.attributed_gmv, s.gmv) as attributed_share,
    refund_rate(s.refunded, s.gmv) as refund_rate,
    s.sku_orders,
    s.units,
    ctor_sku_orders(s.sku_orders, s.clicks) as ctor_sku_orders,
    s.creators
from summed as s
left join products as p on s.product_id = p.product_id
where s.gmv > 0 or s.net_gmv_before > 0
order by s.net_gmv desc, s.product_id
