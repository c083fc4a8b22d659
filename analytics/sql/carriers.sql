-- Who carries the product? Grain: creator with sales or traffic, and one row without a creator for
-- what is organic; the sums are the totals. Content: pieces that showed or sold it in these days.
with

summed as (
    select
        creator_id,
        cast(sum(gmv) as bigint) as gmv,
        cast(sum(net_gmv) as bigint) as net_gmv,
        cast(sum(refunded) as bigint) as refunded,
        cast(known_commission(sum(commission), sum(lines_without_commission)) as bigint)
            as commission,
        cast(sum(sku_orders) as bigint) as sku_orders,
        cast(sum(clicks) as bigint) as clicks
    from daily_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    group by creator_id
),

sold as (
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
),

ordered as (
    select creator_id, count(distinct (merchant_id, order_id)) as orders
    from sold
    group by creator_id
),

shown as (
    select creator_id, count(distinct content_id) as contents
    from (
        select creator_id, content_id
        from traffic
        where day between $first_day and $last_day and product_id = $product_id
        union all
        select creator_id, content_id from sold
    )
    group by creator_id
)

select
    s.*,
    '@' || k.handle as handle,
    k.followers,
    coalesce(o.orders, 0) as orders,
    coalesce(h.contents, 0) as contents,
    ctor_sku_orders(s.sku_orders, s.clicks) as ctor_sku_orders,
    refund_rate(s.refunded, s.gmv) as refund_rate
from summed as s
left join ordered as o on s.creator_id is not distinct from o.creator_id
left join shown as h on s.creator_id is not distinct from h.creator_id
left join creators as k on s.creator_id = k.creator_id
order by s.net_gmv desc, s.clicks desc, s.creator_id
