-- Which order lines are in another currency than the market's largest? Grain: an order line.
with

largest as (
    select currency
    from order_lines
    group by currency
    order by count(*) desc, currency
    limit 1
)

select
    o.merchant_id,
    o.order_id,
    o.sku_id,
    o.currency,
    o.payment,
    o.created_at,
    count(*) over () as failing,
    (select count(*) from order_lines) as checked
from order_lines as o
anti join largest as l on o.currency = l.currency
order by o.currency, o.created_at, o.order_id, o.sku_id
limit $most
