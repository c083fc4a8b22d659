-- Which products stand in no category? Grain: a product.
select
    product_id,
    merchant_id,
    title,
    brand,
    count(*) over () as failing,
    (select count(*) from products) as checked
from products
where category_path is null
order by title, product_id
limit $most
