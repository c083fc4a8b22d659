-- Who is this shop? Grain: one row, none where the viewer may not see it. Creators who sold for it and
-- those it agreed anything with are told by different files, so each is counted by itself.
select
    m.merchant_id,
    m.name,
    m.category,
    m.country,
    (select count(*) from products as p where p.merchant_id = m.merchant_id) as products,
    (
        select count(distinct c.creator_id)
        from collaborations as c
        where c.merchant_id = m.merchant_id
    ) as creators,
    (
        select count(distinct d.creator_id)
        from daily as d
        where d.merchant_id = m.merchant_id and d.sku_orders > 0
    ) as sellers
from merchants as m
where m.merchant_id = $merchant_id
