-- What does the product sell without creators? Grain: one row; 28 days of orders, 90 of conversion;
-- a product not listed yet takes its category at a price within a third of its own.
with

alike as (
    select product_id
    from products
    where product_id = $product_id
        or (
            $is_new
            and top_category(category_path) = $category
            and price between $price * 2 / 3 and $price * 3 / 2
        )
)

select
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
