-- Which products and shops did the creator work with? Grain: product with a collaboration.
select
    c.product_id,
    coalesce(p.title, c.product_id) as title,
    c.merchant_id,
    coalesce(m.name, c.merchant_id) as shop,
    count(distinct c.collaboration_id) as collaborations,
    count(distinct o.creator_id) as creators
from collaborations as c
left join products as p on c.product_id = p.product_id
left join merchants as m on c.merchant_id = m.merchant_id
left join collaborations as o on c.product_id = o.product_id
where c.creator_id = $creator_id
group by all
order by shop, title, c.product_id
