-- Which products does the creator carry? Grain: product with sales or traffic in the slice, or with a
-- collaboration that both sides agreed to and that had not ended by its last day; an invitation alone
-- carries nothing. `status` is the liveliest of the pair's.
with

summed as (
    select
        product_id,
        cast(sum(gmv) as bigint) as gmv,
        cast(sum(net_gmv) as bigint) as net_gmv,
        sum(refunded) as refunded,
        cast(sum(sku_orders) as bigint) as sku_orders,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(commission) as bigint) as commission,
        sum(lines_without_commission) as lines_without_commission
    from daily_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    where product_id is not null
    group by product_id
),

ordered as (
    select product_id, count(distinct (merchant_id, order_id)) as orders
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    group by product_id
),

worked as (
    select product_id, arg_min(
        status, list_position(['promoting', 'agreed', 'invited', 'recorded', 'ended'], status)
    ) as status
    from collaborations_until($last_day, $merchant_id, $product_id, $creator_id)
    group by product_id
)

select
    product_id,
    coalesce(p.title, product_id) as title,
    m.name as shop,
    top_category(p.category_path) as category,
    coalesce(s.gmv, 0) as gmv,
    coalesce(s.net_gmv, 0) as net_gmv,
    coalesce(o.orders, 0) as orders,
    coalesce(s.sku_orders, 0) as sku_orders,
    coalesce(s.clicks, 0) as clicks,
    ctor_sku_orders(s.sku_orders, s.clicks) as ctor_sku_orders,
    refund_rate(s.refunded, s.gmv) as refund_rate,
    known_commission(s.commission, s.lines_without_commission) as commission,
    coalesce(w.status, 'none') as status
from summed as s
full join (
    from worked
    where status not in ('ended', 'invited') or product_id in (select product_id from summed)
) as w using (product_id)
left join ordered as o using (product_id)
left join products as p using (product_id)
left join merchants as m on p.merchant_id = m.merchant_id
where $category is null or is_within(p.category_path, $category)
order by net_gmv desc, clicks desc, status = 'promoting' desc, product_id
