-- What was credited to each creator at each shop in each of the last windows of 28 days? Grain: creator x
-- shop x window, 0 being the last; of those seen or credited there in any. Money in minor units.
with

credited as (
    select
        creator_id,
        merchant_id,
        cast(floor((cast($last_day as date) - day) / 28) as bigint) as place,
        sum(net_gmv) as net_gmv,
        sum(sku_orders) as sku_orders
    from daily
    where creator_id is not null
        and merchant_id is not null
        and day between cast($last_day as date) - 28 * $windows + 1 and $last_day
        and (currency is null or currency = $currency)
        and ($merchant_id is null or merchant_id = $merchant_id)
    group by creator_id, merchant_id, place
),

active as (select distinct creator_id, merchant_id from credited),

places as (select unnest(range($windows)) as place)

select
    a.creator_id || '|' || a.merchant_id as unit_id,
    a.merchant_id,
    coalesce(split_part(c.categories[1], ' > ', 1), 'unknown') as category,
    w.place,
    cast(coalesce(s.net_gmv, 0) as double) as net_gmv,
    cast(coalesce(s.sku_orders, 0) as double) as sku_orders
from active as a
inner join creators as c on a.creator_id = c.creator_id
cross join places as w
left join credited as s
    on a.creator_id = s.creator_id and a.merchant_id = s.merchant_id and w.place = s.place
order by unit_id, w.place
