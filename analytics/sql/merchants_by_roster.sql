-- Which shops work with the most creators? Grain: shop.
with

worked as (
    select
        merchant_id,
        count(distinct creator_id) as creators,
        count(*) as collaborations
    from collaborations
    group by merchant_id
),

offered as (
    select merchant_id, count(*) as products
    from products
    group by merchant_id
)

select
    m.merchant_id,
    m.name,
    m.category,
    coalesce(w.creators, 0) as creators,
    coalesce(w.collaborations, 0) as collaborations,
    coalesce(o.products, 0) as products
from merchants as m
left join worked as w on m.merchant_id = w.merchant_id
left join offered as o on m.merchant_id = o.merchant_id
order by creators desc, lower(m.name), m.merchant_id
