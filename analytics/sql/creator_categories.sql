-- What does the creator sell now, and over the long run? Grain: top category; shares of net GMV in
-- the days from $first_day and in those from $long_first_day, both up to $last_day.
with

summed as (
    select
        coalesce(top_category(p.category_path), 'No category') as category,
        coalesce(sum(d.net_gmv) filter (where d.day >= $first_day), 0) as net_gmv_now,
        coalesce(sum(d.net_gmv), 0) as net_gmv_long,
        coalesce(sum(d.sku_orders) filter (where d.day >= $first_day), 0) as sku_orders_now,
        coalesce(sum(d.sku_orders), 0) as sku_orders_long
    from daily_in(
        $long_first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id,
        $channel
    ) as d
    left join products as p on d.product_id = p.product_id
    where d.sku_orders > 0
    group by 1
)

select
    category,
    cast(net_gmv_now as bigint) as net_gmv_now,
    cast(net_gmv_long as bigint) as net_gmv_long,
    cast(sku_orders_now as bigint) as sku_orders_now,
    cast(sku_orders_long as bigint) as sku_orders_long,
    share_of(net_gmv_now, sum(net_gmv_now) over ()) as share_now,
    share_of(net_gmv_long, sum(net_gmv_long) over ()) as share_long
from summed
order by net_gmv_long desc, category
