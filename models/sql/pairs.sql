-- Who had carried what before the cut-off (null: by now), how did it sell? Grain: product x creator.
-- A pair starts with its first post, first traffic or first sale; a collaboration that has no date
-- of its own starts when it was recorded, and has no start where that is unknown too.
-- Orders and GMV are those paid before the cut-off, so that no later refund reaches back. Pairs that
-- name a product or creator of which nothing else is known are marked, for no model can place them.
with

sold as (
    select
        product_id,
        creator_id,
        min(day) as started_on,
        count(*) as orders,
        cast(sum(gmv) as bigint) as gmv
    from sales
    where product_id is not null
        and creator_id is not null
        and day < coalesce(cast($cut_off as date), date '9999-12-31')
    group by product_id, creator_id
),

-- The first event is of the first day, for no day begins twice: no need to count all traffic by day.
first_shown as (
    select
        product_id,
        creator_id,
        min(event_at) as event_at
    from events
    where product_id is not null and creator_id is not null
    group by product_id, creator_id
),

shown as (
    select
        s.product_id,
        s.creator_id,
        cast(from_utc_timestamp(s.event_at, m.time_zone) as date) as started_on
    from first_shown as s
    cross join market as m
    where cast(from_utc_timestamp(s.event_at, m.time_zone) as date)
        < coalesce(cast($cut_off as date), date '9999-12-31')
),

lived as (
    select
        c.product_id,
        c.creator_id,
        c.commission_rate,
        c.recorded_at,
        case
            when
                coalesce(
                    c.invited_at,
                    c.sample_requested_at,
                    c.sample_shipped_at,
                    c.sample_received_at,
                    c.accepted_at,
                    c.posted_at,
                    c.ended_at
                ) is null
                then c.recorded_at
            else c.posted_at
        end as started_at,
        m.time_zone
    from collaborations as c
    cross join market as m
),

agreed as (
    select
        product_id,
        creator_id,
        min(
            case
                when started_at > $undated then cast(from_utc_timestamp(started_at, time_zone) as date)
            end
        ) as started_on,
        avg(commission_rate) as commission_rate
    from lived
    where started_at = $undated
        or cast(from_utc_timestamp(started_at, time_zone) as date)
        < coalesce(cast($cut_off as date), date '9999-12-31')
    group by product_id, creator_id
),

together as (
    select product_id, creator_id, started_on, orders, gmv, null as commission_rate
    from sold
    union all
    select product_id, creator_id, started_on, 0, 0, null
    from shown
    union all
    select product_id, creator_id, started_on, 0, 0, commission_rate
    from agreed
)

select
    product_id,
    creator_id,
    min(started_on) as started_on,
    cast(sum(orders) as bigint) as orders,
    cast(sum(gmv) as bigint) as gmv,
    max(commission_rate) as commission_rate,
    product_id in (select product_id from products)
    and creator_id in (select creator_id from creators) as is_placed
from together
group by product_id, creator_id
order by product_id, creator_id
