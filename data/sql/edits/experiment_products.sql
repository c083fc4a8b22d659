-- Which shop does each product of a list belong to, within the viewer's scope? Grain: product.
select product_id, merchant_id
from products
where list_contains($product_ids::varchar[], product_id)
