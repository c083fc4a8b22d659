-- Which creators can be drawn into an experiment? Grain: creator; what the shop credited to each in the last
-- 28 days (net GMV, minor units), and whether any record shows them with it.
with

own as (
    select
        creator_id,
        sum(net_gmv) filter (where day > cast($last_day as date) - 28) as baseline
    from daily
    where creator_id is not null
        and day <= $last_day
        and (currency is null or currency = $currency)
        and ($merchant_id is null or merchant_id = $merchant_id)
    group by creator_id
)

select
    c.creator_id,
    c.handle,
    coalesce(split_part(c.categories[1], ' > ', 1), 'unknown') as category,
    cast(coalesce(c.followers, 0) as double) as followers,
    cast(coalesce(o.baseline, 0) as double) as baseline,
    o.creator_id is not null as is_known
from creators as c
left join own as o on c.creator_id = o.creator_id
order by c.creator_id
