-- Which paid order lines do not say when they were paid? Grain: an order line.
select
    merchant_id,
    order_id,
    sku_id,
    status,
    payment,
    currency,
    created_at,
    count(*) over () as failing,
    (select count(*) from order_lines where status <> 'unpaid') as checked
from order_lines
where status <> 'unpaid' and paid_at is null
order by payment desc, order_id, sku_id
limit $most
