-- What did candidates bring in their first 28 days with other products? Grain: creator x category of
-- own shops' pairs; other shops' pairs, at least five shops, in one row without a category.
select
    s.creator_id,
    coalesce(top_category(p.category_path), '') as category,
    count(*) as starts,
    cast(sum(s.sku_orders) as bigint) as sku_orders,
    cast(sum(s.clicks) as bigint) as clicks,
    cast(sum(s.converted_clicks) as bigint) as converted_clicks,
    cast(null as double) as usual_sku_orders
from starts as s
inner join products as p on s.product_id = p.product_id
where list_contains($creator_ids, s.creator_id)
    and s.currency = $currency
    and s.started_on + 27 <= cast($last_day as date)
group by 1, 2
union all
select
    creator_id,
    null,
    starts,
    sku_orders,
    clicks,
    converted_clicks,
    usual_sku_orders
from benchmark_starts_by_creator(cast($last_day as date))
where list_contains($creator_ids, creator_id)
order by 1, 2
