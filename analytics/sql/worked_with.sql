-- Which creators did a shop work with? Grain: creator, the most followed first; `shops` counts those
-- within the viewer's scope that the creator worked with.
with

shops as (
    select creator_id, count(distinct merchant_id) as shops
    from collaborations
    group by creator_id
)

select
    c.creator_id,
    k.handle,
    k.followers,
    count(*) as collaborations,
    count(distinct c.product_id) as products,
    s.shops
from collaborations as c
left join creators as k on c.creator_id = k.creator_id
left join shops as s on c.creator_id = s.creator_id
where c.merchant_id = $merchant_id
group by all
order by k.followers desc nulls last, s.shops desc, c.creator_id
