-- Which order lines were refunded more than was paid, so that net GMV would fall below zero?
-- Grain: an order line.
select
    merchant_id,
    order_id,
    sku_id,
    payment,
    refund,
    currency,
    status,
    created_at,
    count(*) over () as failing,
    (select count(*) from order_lines) as checked
from order_lines
where refund > payment
order by refund - payment desc, order_id, sku_id
limit $most
