-- What did the same creator's products sell at the rates agreed for each? Grain: a pair's first post
-- in the window, at least 28 days old, with the order lines of its first 28 days.
with

posted as (
    select
        c.creator_id,
        c.product_id,
        c.merchant_id,
        coalesce(c.plan, '') as plan,
        c.commission_rate,
        cast(from_utc_timestamp(c.posted_at, m.time_zone) as date) as posted_on
    from collaborations as c
    cross join market as m
    where c.posted_at is not null and c.commission_rate is not null
),

first_posts as (
    select
        creator_id,
        product_id,
        min(posted_on) as posted_on,
        arg_min(merchant_id, posted_on) as merchant_id,
        arg_min(plan, posted_on) as plan,
        arg_min(commission_rate, posted_on) as commission_rate
    from posted
    where posted_on between cast($last_day as date) - 28 - $days + 1 and cast($last_day as date) - 28
    group by creator_id, product_id
)

select
    f.creator_id,
    f.product_id,
    f.merchant_id,
    f.plan,
    f.commission_rate,
    count(s.day) as sku_orders
from first_posts as f
left join sales as s
    on f.creator_id = s.creator_id
    and f.product_id = s.product_id
    and s.day between f.posted_on and f.posted_on + 27
    and s.currency = $currency
group by all
order by f.creator_id, f.product_id
