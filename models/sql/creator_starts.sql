-- What did candidates bring in their first 28 days with other products? Grain: product x creator of
-- own shops; other shops' pairs, at least five shops, in one row per creator without a product.
select
    s.creator_id,
    s.product_id,
    coalesce(top_category(p.category_path), '') as category,
    1 as starts,
    s.sku_orders,
    s.clicks,
    s.converted_clicks,
    s.organic_sku_orders_before,
    p.price,
    cast(null as double) as usual_sku_orders
from starts as s
inner join products as p on s.product_id = p.product_id
where list_contains($creator_ids, s.creator_id)
    and s.currency = $currency
    and s.started_on + 27 <= cast($last_day as date)
union all
select
    creator_id,
    null,
    null,
    starts,
    sku_orders,
    clicks,
    converted_clicks,
    null,
    null,
    usual_sku_orders
from benchmark_starts_by_creator(cast($last_day as date))
where list_contains($creator_ids, creator_id)
order by 1, 2
