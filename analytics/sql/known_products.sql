-- Which products does the market know, and how many creators does each? Grain: product, most creators
-- first, at most 500.
select
    p.product_id,
    p.title,
    m.name as shop,
    p.category_path as category,
    p.brand,
    count(distinct c.creator_id) as creators,
    count(*) over () as products
from products as p
left join merchants as m on p.merchant_id = m.merchant_id
left join collaborations as c on p.product_id = c.product_id
where ($merchant_id is null or p.merchant_id = $merchant_id)
    and has_words(concat_ws(' ', p.title, p.product_id, p.brand), $text)
group by p.product_id, p.title, m.name, p.category_path, p.brand
order by creators desc, p.title, p.product_id
limit 500
