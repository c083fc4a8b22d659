-- Which creators work with the product? Grain: creator with a collaboration, latest state first.
select
    c.creator_id,
    '@' || k.handle as handle,
    k.followers,
    count(*) as collaborations,
    max(c.commission_rate) as commission_rate,
    max(c.accepted_at) as accepted_at,
    max(c.posted_at) as posted_at
from collaborations as c
left join creators as k on c.creator_id = k.creator_id
where c.product_id = $product_id
group by c.creator_id, k.handle, k.followers
order by posted_at desc nulls last, accepted_at desc nulls last, k.followers desc nulls last, handle
limit 500
