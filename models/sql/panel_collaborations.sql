-- When was each pair asked for, when did it start and end, and what was its creator credited with in
-- the 28 days from the start? Grain: collaboration, in local days, net GMV in minor units; those that
-- are known by neither are left out, days after the last one asked for count for nothing, and an end
-- before the start is taken for none: people post late.
with

lived as (
    select
        c.product_id,
        c.creator_id,
        least(c.invited_at, c.sample_requested_at, c.accepted_at, c.posted_at) as requested_at,
        c.posted_at,
        c.ended_at,
        m.time_zone
    from collaborations as c
    cross join market as m
),

dated as (
    select
        product_id,
        creator_id,
        cast(from_utc_timestamp(requested_at, time_zone) as date) as requested_on,
        cast(from_utc_timestamp(posted_at, time_zone) as date) as started_on,
        cast(from_utc_timestamp(ended_at, time_zone) as date) as ended_on
    from lived
    where requested_at is not null and product_id is not null and creator_id is not null
)

select
    c.product_id,
    c.creator_id,
    c.requested_on,
    c.started_on,
    case when c.ended_on >= coalesce(c.started_on, c.requested_on) then c.ended_on end as ended_on,
    'observed' as assigned,
    coalesce(sum(d.net_gmv), 0) as attributed_net_gmv
from dated as c
left join daily as d
    on c.product_id = d.product_id
    and c.creator_id = d.creator_id
    and d.day between c.started_on and c.started_on + 27
    and d.day <= $to_day
    and (d.currency is null or d.currency = $currency)
group by c.product_id, c.creator_id, c.requested_on, c.started_on, c.ended_on
order by c.product_id, c.creator_id, c.requested_on
