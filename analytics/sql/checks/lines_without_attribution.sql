-- Which order lines are credited to no creator? Grain: an order line.
select
    merchant_id,
    order_id,
    sku_id,
    product_id,
    payment,
    currency,
    created_at,
    count(*) over () as failing,
    (select count(*) from order_lines) as checked
from order_lines
where creator_id is null and not coalesce(is_attribution_unstated, false)
order by payment desc, order_id, sku_id
limit $most
