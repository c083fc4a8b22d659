-- How does each product do? Grain: product with sales or traffic in the period or in the one before,
-- and one row without id for what no product is named of; the sums are the totals.
with

summed as (
    select
        product_id,
        cast(coalesce(sum(gmv) filter (where day >= $first_day), 0) as bigint) as gmv,
        cast(coalesce(sum(net_gmv) filter (where day >= $first_day), 0) as bigint) as net_gmv,
        cast(coalesce(sum(net_gmv) filter (where day < $first_day), 0) as bigint) as net_gmv_before,
        coalesce(sum(gmv) filter (where day >= $first_day and creator_id is not null), 0) as attributed,
        coalesce(sum(refunded) filter (where day >= $first_day), 0) as refunded,
        cast(coalesce(sum(sku_orders) filter (where day >= $first_day), 0) as bigint) as sku_orders,
        cast(coalesce(sum(units) filter (where day >= $first_day), 0) as bigint) as units,
        cast(coalesce(sum(clicks) filter (where day >= $first_day), 0) as bigint) as clicks,
        cast(coalesce(sum(clicks) filter (where day < $first_day), 0) as bigint) as clicks_before,
        cast(coalesce(sum(impressions) filter (where day >= $first_day), 0) as bigint) as impressions
    from daily_in(
        $previous_first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id,
        $channel
    )
    group by product_id
),

counted as (
    select product_id, count(distinct (merchant_id, order_id)) as orders
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    group by product_id
)

select
    s.product_id,
    coalesce(p.title, s.product_id, 'Product not named') as title,
    m.name as shop,
    p.category_path as category,
    s.* exclude (product_id, attributed, refunded),
    s.net_gmv - s.net_gmv_before as change,
    share_of(s.net_gmv - s.net_gmv_before, s.net_gmv_before) as growth,
    share_of(s.attributed, s.gmv) as attributed_share,
    coalesce(c.orders, 0) as orders,
    ctr(s.clicks, s.impressions) as ctr,
    ctor_sku_orders(s.sku_orders, s.clicks) as ctor_sku_orders,
    refund_rate(s.refunded, s.gmv) as refund_rate,
    aov(s.gmv, c.orders) as aov
from summed as s
left join counted as c on s.product_id is not distinct from c.product_id
left join products as p on s.product_id = p.product_id
left join merchants as m on p.merchant_id = m.merchant_id
where has_words(concat_ws(' ', p.title, s.product_id, p.brand), $text)
order by s.net_gmv desc, s.clicks desc, s.product_id
