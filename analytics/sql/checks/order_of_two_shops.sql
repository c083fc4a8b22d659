-- Which order lines are told of several shops? Grain: an order line, with two of its shops.
with

shared as (
    select
        order_id,
        sku_id,
        min(merchant_id) as merchant_id,
        max(merchant_id) as other_merchant_id,
        max(payment) as payment,
        max_by(currency, payment) as currency,
        max(created_at) as created_at
    from order_lines
    group by order_id, sku_id
    having count(distinct merchant_id) > 1
)

select
    *,
    count(*) over () as failing,
    (select count(*) from order_lines) as checked
from shared
order by created_at desc, order_id, sku_id
limit $most
