-- Which products may get costs, and in which currency? Grain: product of the shop.
select p.product_id, coalesce(p.currency, m.currency) as currency
from products as p
cross join market as m
where p.merchant_id = $merchant_id
