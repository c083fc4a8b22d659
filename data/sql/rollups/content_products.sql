-- Which content showed or sold which product? Grain: content x product.
select distinct
    content_id,
    product_id,
    merchant_id
from traffic
where content_id is not null and product_id is not null
union
select distinct
    content_id,
    product_id,
    merchant_id
from sales
where content_id is not null and product_id is not null
