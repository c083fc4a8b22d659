-- Whose content did the creator's shoppers click in too? Grain: one of the 15 creators who share most
-- shoppers, over all days; share is of this creator's shoppers, jaccard of both creators' together.
with

own as (
    select distinct shopper_id
    from creator_shoppers
    where creator_id = $creator_id and ($merchant_id is null or merchant_id = $merchant_id)
),

sharing as (
    select creator_id, count(distinct shopper_id) as shared
    from creator_shoppers
    where creator_id <> $creator_id
        and ($merchant_id is null or merchant_id = $merchant_id)
        and shopper_id in (select shopper_id from own)
    group by creator_id
    order by shared desc, creator_id
    limit 15
),

reached as (
    select creator_id, count(distinct shopper_id) as shoppers
    from creator_shoppers
    where creator_id in (select creator_id from sharing)
        and ($merchant_id is null or merchant_id = $merchant_id)
    group by creator_id
)

select
    creator_id,
    '@' || coalesce(k.handle, creator_id) as handle,
    k.followers,
    s.shared,
    r.shoppers,
    o.own_shoppers,
    s.shared / o.own_shoppers as share,
    s.shared / r.shoppers as share_of_other,
    s.shared / (o.own_shoppers + r.shoppers - s.shared) as jaccard
from sharing as s
inner join reached as r using (creator_id)
left join creators as k using (creator_id)
cross join (select count(*) as own_shoppers from own) as o
order by s.shared desc, creator_id
