-- Which order lines name no product, or one that is described nowhere? Grain: an order line.
select
    o.merchant_id,
    o.order_id,
    o.sku_id,
    o.product_id,
    o.payment,
    o.currency,
    o.created_at,
    count(*) over () as failing,
    (select count(*) from order_lines) as checked
from order_lines as o
anti join products as p on o.product_id = p.product_id
order by o.payment desc, o.order_id, o.sku_id
limit $most
