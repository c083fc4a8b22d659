-- Which order lines hold an instant later than the moment they were recorded? Grain: an order line.
select
    merchant_id,
    order_id,
    sku_id,
    status,
    recorded_at,
    greatest(created_at, paid_at, settled_at, cancelled_at, refunded_at) as latest_at,
    count(*) over () as failing,
    (select count(*) from order_lines) as checked
from order_lines
where greatest(created_at, paid_at, settled_at, cancelled_at, refunded_at) > recorded_at
order by latest_at - recorded_at desc, order_id, sku_id
limit $most
