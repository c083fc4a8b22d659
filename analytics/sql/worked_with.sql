-- Which creators did a shop work with? Grain: creator, the most followed first.
select
    c.creator_id,
    k.handle,
    k.followers,
    k.tier,
    k.country,
    count(*) as collaborations,
    count(distinct c.product_id) as products
from collaborations as c
left join creators as k on c.creator_id = k.creator_id
where c.merchant_id = $merchant_id
group by all
order by k.followers desc nulls last, collaborations desc, c.creator_id
