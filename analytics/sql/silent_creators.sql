-- Which of the best creators have gone quiet? Grain: a creator among the top by net GMV of 90 days
-- with nothing published in the last 14.
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
)

select
    b.creator_id,
    k.handle,
    b.net_gmv,
    p.last_on,
    $last_day - p.last_on as silent_days
from best as b
left join published as p on b.creator_id = p.creator_id
left join creators as k on b.creator_id = k.creator_id
where p.last_on is null or $last_day - p.last_on >= 14
order by b.net_gmv desc
