-- What were creators credited with in the 28 days from each start? Grain: product x creator whose start a
-- post or traffic tells, between the days asked for, its days complete; money in minor units.
-- `net_gmv_squared` adds up the squares of single orders, by which the sum varies by chance.
with

told as (
    select product_id, merchant_id, creator_id, started_on
    from starts
    where is_told
        and currency = $currency
        and started_on between $from_day and cast($last_day as date) - 27
),

ordered as (
    select
        t.product_id,
        t.creator_id,
        s.merchant_id,
        s.order_id,
        sum(s.net_gmv) as net_gmv
    from told as t
    inner join sales as s
        on t.product_id = s.product_id
        and t.creator_id = s.creator_id
        and s.day between t.started_on and t.started_on + 27
    where s.currency = $currency
    group by t.product_id, t.creator_id, s.merchant_id, s.order_id
),

credited as (
    select
        product_id,
        creator_id,
        count(*) as orders,
        sum(net_gmv) as net_gmv,
        sum(cast(net_gmv as double) * net_gmv) as net_gmv_squared
    from ordered
    group by product_id, creator_id
)

select
    t.product_id,
    t.merchant_id,
    t.creator_id,
    t.started_on,
    cast(coalesce(c.orders, 0) as bigint) as orders,
    cast(coalesce(c.net_gmv, 0) as bigint) as net_gmv,
    coalesce(c.net_gmv_squared, 0) as net_gmv_squared
from told as t
left join credited as c
    on t.product_id = c.product_id
    and t.creator_id = c.creator_id
order by t.product_id, t.creator_id
