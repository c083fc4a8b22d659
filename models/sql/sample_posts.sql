-- How many of the invited accepted, and how many samples arrived and were posted? Grain: top
-- category; of each stage only what is old enough to be decided (an answer and a way of five weeks,
-- a post of three). Samples sent are followed to their posts as one cohort, so that shares multiply;
-- where the day of sending is not on record, from arrival.
with

dated as (
    select
        top_category(p.category_path) as category,
        c.merchant_id,
        c.accepted_at is not null as is_accepted,
        c.sample_received_at is not null as has_arrived,
        c.posted_at is not null as is_posted,
        cast(from_utc_timestamp(c.invited_at, m.time_zone) as date) as invited_on,
        cast(from_utc_timestamp(c.sample_shipped_at, m.time_zone) as date) as shipped_on,
        cast(from_utc_timestamp(c.sample_received_at, m.time_zone) as date) as received_on
    from collaborations as c
    inner join products as p on c.product_id = p.product_id
    cross join market as m
),

decided as (
    select
        *,
        coalesce(invited_on < cast($last_day as date) - 35, false) as is_invited,
        coalesce(shipped_on < cast($last_day as date) - 56, false) as is_shipped,
        case
            when shipped_on is not null
                then has_arrived and shipped_on < cast($last_day as date) - 56
            else coalesce(received_on < cast($last_day as date) - 21, false)
        end as is_received
    from dated
)

select
    category,
    count(*) filter (where is_invited) as invited,
    count(*) filter (where is_invited and is_accepted) as accepted,
    count(*) filter (where is_shipped) as shipped,
    count(*) filter (where is_shipped and has_arrived) as arrived,
    count(*) filter (where is_received) as received,
    count(*) filter (where is_received and is_posted) as posted,
    list(distinct merchant_id) as merchant_ids
from decided
where is_invited or is_shipped or is_received
group by category
order by category
