-- Who is this shop? Grain: one row, none where the viewer may not see it.
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
    ) as creators
from merchants as m
where m.merchant_id = $merchant_id
