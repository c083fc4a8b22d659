-- Which order lines report units that can be no count? Grain: an order line.
select
    merchant_id,
    order_id,
    sku_id,
    product_id,
    quantity,
    payment,
    currency,
    created_at,
    count(*) over () as failing,
    (select count(*) from order_lines) as checked
from order_lines
where is_quantity_implausible
order by quantity desc, order_id, sku_id
limit $most
