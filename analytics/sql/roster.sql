-- Who carries the shop's products, and what came of it? Grain: creator who sold or drew clicks in the
-- slice, or was worked with by its last day.
with

sold as (
    select creator_id, sum(columns(['gmv', 'net_gmv', 'refunded', 'clicks', 'sku_orders'])),
        sum(columns(['commission', 'lines_without_commission']))
    from daily_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    where creator_id is not null
    group by creator_id having sum(sku_orders) > 0 or sum(clicks) > 0
),

ordered as (
    select creator_id, count(distinct (merchant_id, order_id)) as orders
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    group by creator_id
),

worked as (
    select creator_id, count(*) as collaborations, arg_min(
        status, list_position(['promoting', 'agreed', 'invited', 'recorded', 'ended'], status)
    ) as status
    from collaborations_until($last_day, $merchant_id, $product_id, $creator_id)
    group by creator_id
),

sampled as (
    select creator_id, count(*) as samples, count(received_on) as received,
        count(posted_on) filter (received_on is not null) as posted
    from samples_until($last_day, $currency, $merchant_id, $product_id, $creator_id)
    group by creator_id
)

select
    creator_id,
    k.handle,
    k.followers,
    cast(coalesce(s.gmv, 0) as bigint) as gmv,
    cast(coalesce(s.net_gmv, 0) as bigint) as net_gmv,
    coalesce(o.orders, 0) as orders,
    cast(coalesce(s.sku_orders, 0) as bigint) as sku_orders,
    ctor_sku_orders(s.sku_orders, s.clicks) as ctor_sku_orders,
    refund_rate(s.refunded, s.gmv) as refund_rate,
    cast(known_commission(s.commission, s.lines_without_commission) as bigint) as commission,
    coalesce(w.collaborations, 0) as collaborations,
    coalesce(w.status, 'none') as status,
    coalesce(p.samples, 0) as samples,
    coalesce(p.received, 0) as received,
    coalesce(p.posted, 0) as posted,
    sample_post_rate(p.posted, p.received) as sample_post_rate
from sold as s
full join worked as w using (creator_id)
left join ordered as o using (creator_id)
left join sampled as p using (creator_id)
left join creators as k using (creator_id)
order by net_gmv desc, collaborations desc, creator_id
