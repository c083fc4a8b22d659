-- When was each pair asked for, when did it start and end? Grain: collaboration, in local days; those
-- that are known by neither are left out.
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
)

select
    product_id,
    creator_id,
    cast(from_utc_timestamp(requested_at, time_zone) as date) as requested_on,
    cast(from_utc_timestamp(posted_at, time_zone) as date) as started_on,
    cast(from_utc_timestamp(ended_at, time_zone) as date) as ended_on,
    'observed' as assigned
from lived
where requested_at is not null and product_id is not null and creator_id is not null
order by product_id, creator_id, requested_on
