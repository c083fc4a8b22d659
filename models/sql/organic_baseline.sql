-- What do products sell without creators? Grain: a product of $product_ids; 28 days of orders, 90 of
-- conversion. The one that is not listed yet takes its category at a price within a third of its own.
with

alike as (
    select product_id as asked_id, product_id
    from (select unnest($product_ids) as product_id) as asked
    where not $is_new
    union all
    select a.product_id as asked_id, p.product_id
    from (select unnest($product_ids) as product_id) as a
    inner join products as p
        on top_category(p.category_path) = $category
        and p.currency = $currency
        and p.price between $price * 2 / 3 and $price * 3 / 2
    where $is_new
),

counted as (
    select
        a.asked_id,
        count(distinct a.product_id) as products,
        coalesce(sum(d.sku_orders) filter (where d.day > cast($last_day as date) - 28), 0)
            as sku_orders,
        coalesce(sum(d.clicks), 0) as clicks,
        coalesce(sum(d.converted_clicks), 0) as converted_clicks,
        coalesce(sum(d.net_gmv), 0) as net_gmv,
        coalesce(sum(d.sku_orders), 0) as all_sku_orders
    from alike as a
    left join daily as d
        on a.product_id = d.product_id
        and d.creator_id is null
        and d.day between cast($last_day as date) - 89 and $last_day
        and (d.currency is null or d.currency = $currency)
    group by a.asked_id
)

select
    asked.product_id,
    coalesce(c.products, 0) as products,
    coalesce(c.sku_orders, 0) as sku_orders,
    coalesce(c.clicks, 0) as clicks,
    coalesce(c.converted_clicks, 0) as converted_clicks,
    coalesce(c.net_gmv, 0) as net_gmv,
    coalesce(c.all_sku_orders, 0) as all_sku_orders
from (select unnest($product_ids) as product_id) as asked
left join counted as c on asked.product_id = c.asked_id
order by asked.product_id
