-- Which order lines were paid, settled or refunded before they were placed? Grain: an order line.
select
    merchant_id,
    order_id,
    sku_id,
    status,
    created_at,
    paid_at,
    settled_at,
    cancelled_at,
    refunded_at,
    count(*) over () as failing,
    (select count(*) from order_lines) as checked
from order_lines
where least(paid_at, settled_at, cancelled_at, refunded_at) < created_at
order by created_at, order_id, sku_id
limit $most
