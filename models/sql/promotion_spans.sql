-- On which days is each product promoted? Grain: promotion x product.
select s.product_id, p.starts_on, p.ends_on
from promotion_products as s
inner join promotions as p on s.promotion_id = p.promotion_id
order by s.product_id, p.starts_on, p.ends_on
