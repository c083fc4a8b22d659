-- Who moved GMV against the days before? Grain: a value of the dimension, empty where it has none;
-- the changes of all rows sum to the total's change.
with

slice_rows as (
    select d.*, top_category(p.category_path) as category
    from daily_in(
        $previous_first_day, $last_day, $currency, $merchant_id, $category, $product_id,
        $creator_id, $channel
    ) as d
    left join products as p on d.product_id = p.product_id
),

summed as (
    select
        case $dimension
            when 'product' then product_id
            when 'creator' then creator_id
            when 'merchant' then merchant_id
            when 'category' then category
            when 'channel' then channel
        end as id,
        cast(coalesce(sum(case when day >= $first_day then gmv end), 0) as bigint) as gmv,
        cast(coalesce(sum(case when day < $first_day then gmv end), 0) as bigint) as gmv_before,
        coalesce(sum(case when day >= $first_day then impressions end), 0) as impressions,
        coalesce(sum(case when day < $first_day then impressions end), 0) as impressions_before,
        coalesce(sum(case when day >= $first_day then clicks end), 0) as clicks,
        coalesce(sum(case when day < $first_day then clicks end), 0) as clicks_before,
        coalesce(sum(case when day >= $first_day then sku_orders end), 0) as sku_orders,
        coalesce(sum(case when day < $first_day then sku_orders end), 0) as sku_orders_before
    from slice_rows
    group by id
)

select
    s.id,
    coalesce(p.title, c.handle, m.name, s.id) as name,
    s.* exclude (id),
    s.gmv - s.gmv_before as change
from summed as s
left join products as p on $dimension = 'product' and s.id = p.product_id
left join creators as c on $dimension = 'creator' and s.id = c.creator_id
left join merchants as m on $dimension = 'merchant' and s.id = m.merchant_id
where s.gmv <> 0 or s.gmv_before <> 0
order by abs(change) desc, s.id
