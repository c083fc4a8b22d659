-- Which products may be sent as samples, and in which currency are their fees? Grain: product that the
-- shop lists, has sold or has agreed on.
with

named as (
    select product_id from products where merchant_id = $merchant_id
    union
    select product_id from order_lines where merchant_id = $merchant_id and product_id is not null
    union
    select product_id from collaborations where merchant_id = $merchant_id
)

select n.product_id, coalesce(p.currency, m.currency) as currency
from named as n
cross join market as m
left join products as p on n.product_id = p.product_id
where coalesce(p.merchant_id = $merchant_id, true)
