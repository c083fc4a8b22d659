-- Which samples were sent, when did they arrive and lead to a post, at what cost? Grain: a
-- collaboration with a sample shipped; cost in minor units as it held on the day of shipment.
with

sent as (
    select
        c.collaboration_id,
        c.merchant_id,
        c.product_id,
        c.creator_id,
        cast(from_utc_timestamp(c.sample_shipped_at, m.time_zone) as date) as shipped_on,
        cast(from_utc_timestamp(c.sample_received_at, m.time_zone) as date) as received_on,
        cast(from_utc_timestamp(c.posted_at, m.time_zone) as date) as posted_on
    from collaborations as c
    cross join market as m
    where c.sample_shipped_at is not null
),

costs as (
    select
        product_id,
        currency,
        sample_cost,
        valid_from,
        lead(valid_from) over (partition by product_id order by valid_from) as valid_to
    from product_costs
)

select
    s.*,
    lead(s.shipped_on) over (
        partition by s.product_id, s.creator_id order by s.shipped_on, s.collaboration_id
    ) as next_shipped_on,
    k.currency,
    k.sample_cost
from sent as s
left join costs as k
    on s.product_id = k.product_id
    and s.shipped_on >= k.valid_from
    and (k.valid_to is null or s.shipped_on < k.valid_to)
