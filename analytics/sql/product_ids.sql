-- Which products may the viewer see? Grain: product.
select product_id
from products
order by product_id
