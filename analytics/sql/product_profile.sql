-- Who is this product? Grain: one product; none where the viewer may not see it.
select
    p.product_id,
    p.title,
    p.merchant_id,
    m.name as shop,
    p.category_path,
    p.brand,
    p.price,
    p.currency,
    p.listed_on,
    (select count(distinct creator_id) from collaborations where product_id = p.product_id)
        as partners,
    exists (select 1 from sales where product_id = p.product_id) as is_sold,
    exists (select 1 from daily where product_id = p.product_id and clicks > 0) as is_clicked
from products as p
left join merchants as m on p.merchant_id = m.merchant_id
where p.product_id = $product_id
