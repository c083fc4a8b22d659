-- How do the shops compare? Grain: shop with a sale now or in as many days before, by net GMV.
with

summed as (
    select
        merchant_id,
        cast(sum(if(day >= $first_day, gmv, 0)) as bigint) as gmv,
        cast(sum(if(day >= $first_day, net_gmv, 0)) as bigint) as net_gmv,
        cast(sum(if(day < $first_day, net_gmv, 0)) as bigint) as net_gmv_before,
        cast(sum(if(day >= $first_day and creator_id is not null, gmv, 0)) as bigint)
            as attributed_gmv,
        cast(sum(if(day >= $first_day, refunded, 0)) as bigint) as refunded,
        cast(sum(if(day >= $first_day, sku_orders, 0)) as bigint) as sku_orders,
        cast(sum(if(day >= $first_day, clicks, 0)) as bigint) as clicks,
        cast(sum(if(day >= $first_day, commission, 0)) as bigint) as commission,
        sum(if(day >= $first_day, lines_without_commission, 0)) as lines_without_commission,
        cast(sum(if(day >= $first_day, commission_still_estimated, 0)) as bigint)
            as commission_still_estimated,
        count(distinct if(day >= $first_day and sku_orders > 0, product_id, null)) as products,
        count(distinct if(day >= $first_day and sku_orders > 0, creator_id, null)) as creators
    from daily_in(
        $previous_first_day, $last_day, $currency, $merchant_id, $category, $product_id,
        $creator_id, $channel
    )
    group by merchant_id
)

select
    s.merchant_id,
    coalesce(m.name, s.merchant_id) as name,
    m.category,
    s.gmv,
    s.net_gmv,
    s.net_gmv_before,
    s.net_gmv - s.net_gmv_before as change,
    share_of(s.net_gmv - s.net_gmv_before, s.net_gmv_before) as growth,
    s.attributed_gmv,
    share_of(s.attributed_gmv, s.gmv) as attributed_share,
    s.refunded,
    refund_rate(s.refunded, s.gmv) as refund_rate,
    s.sku_orders,
    s.clicks,
    ctor_sku_orders(s.sku_orders, s.clicks) as ctor_sku_orders,
    known_commission(s.commission, s.lines_without_commission) as commission,
    s.commission_still_estimated,
    s.products,
    s.creators
from summed as s
left join merchants as m on s.merchant_id = m.merchant_id
where s.gmv > 0 or s.net_gmv_before > 0
order by s.net_gmv desc, s.merchant_id
