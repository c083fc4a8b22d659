-- Which creators reach the same shoppers? Grain: two of $creator_ids, the lesser id first, who share
-- at least one, over all days; shoppers are the distinct ones that click in each one's content.
with

clicking as (
    select distinct creator_id, shopper_id
    from creator_shoppers
    where list_contains($creator_ids, creator_id)
        and ($merchant_id is null or merchant_id = $merchant_id)
),

reached as (
    select creator_id, count(*) as shoppers
    from clicking
    group by creator_id
),

together as (
    select a.creator_id, b.creator_id as other_id, count(*) as shared
    from clicking as a
    inner join clicking as b on a.shopper_id = b.shopper_id and a.creator_id < b.creator_id
    group by 1, 2
)

select
    t.creator_id,
    t.other_id,
    t.shared,
    a.shoppers,
    b.shoppers as other_shoppers
from together as t
inner join reached as a on t.creator_id = a.creator_id
inner join reached as b on t.other_id = b.creator_id
order by t.creator_id, t.other_id
