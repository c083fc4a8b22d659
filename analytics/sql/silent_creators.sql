-- Which of the best creators have gone quiet? Grain: a creator among the top by net GMV of 90 days
-- with nothing published in the last 14; where nobody's content is known, nothing sold.
with

best as (
    select creator_id, cast(sum(net_gmv) as bigint) as net_gmv
    from daily
    where day between $last_day - 89 and $last_day
        and currency = $currency
        and creator_id is not null
        and ($merchant_id is null or merchant_id = $merchant_id)
    group by creator_id
    order by net_gmv desc
    limit 20
),

published as (
    select
        c.creator_id,
        max(cast(from_utc_timestamp(c.started_at, m.time_zone) as date)) as last_on
    from content as c
    cross join market as m
    where c.creator_id in (select creator_id from best)
    group by c.creator_id
),

sold as (
    select creator_id, max(day) as last_on
    from daily
    where day <= $last_day
        and sku_orders > 0
        and creator_id in (select creator_id from best)
        and ($merchant_id is null or merchant_id = $merchant_id)
    group by creator_id
),

known as (select exists (select 1 from content) as has_content),

active as (
    select creator_id, last_on from published
    union all
    select s.creator_id, s.last_on from sold as s cross join known as k where not k.has_content
)

select
    b.creator_id,
    k.handle,
    b.net_gmv,
    p.last_on,
    $last_day - p.last_on as silent_days,
    w.has_content
from best as b
cross join known as w
left join active as p on b.creator_id = p.creator_id
left join creators as k on b.creator_id = k.creator_id
where p.last_on is null or $last_day - p.last_on >= 14
order by b.net_gmv desc
