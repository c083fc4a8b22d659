-- What is known of each product before anyone carries it? Grain: product.
select
    product_id,
    merchant_id,
    title,
    category_path,
    brand,
    price,
    currency
from products
order by product_id
