-- Which products have no list price? Grain: a product.
select
    product_id,
    merchant_id,
    title,
    category_path,
    count(*) over () as failing,
    (select count(*) from products) as checked
from products
where price is null
order by title, product_id
limit $most
