-- Of which order lines does no report say who led to them? Grain: an order line.
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
where is_attribution_unstated
order by payment desc, order_id, sku_id
limit $most
