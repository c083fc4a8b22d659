-- What was pinned when in a live session, and what did it bring meanwhile? Grain: an unbroken stretch
-- of minutes with one product pinned; clicks and order lines are that product's from this session.
with

pinned as (
    select
        minute_at,
        pinned_product_id as product_id,
        row_number() over (order by minute_at)
            - row_number() over (partition by pinned_product_id order by minute_at) as stretch
    from live_minutes
    where content_id = $content_id
),

stretches as (
    select
        product_id,
        min(minute_at) as starts_at,
        max(minute_at) + interval 1 minute as ends_at,
        count(*) as minutes
    from pinned
    where product_id is not null
    group by product_id, stretch
),

clicked as (
    select s.product_id, s.starts_at, sum(e.n) as clicks
    from stretches as s
    inner join events as e
        on s.product_id = e.product_id and e.event_at >= s.starts_at and e.event_at < s.ends_at
    where e.content_id = $content_id and e.kind = 'click'
    group by 1, 2
),

sold as (
    select s.product_id, s.starts_at, sum(o.gmv) as gmv, count(*) as sku_orders
    from stretches as s
    inner join sales as o
        on s.product_id = o.product_id and o.sold_at >= s.starts_at and o.sold_at < s.ends_at
    where o.content_id = $content_id and o.currency = $currency
    group by 1, 2
)

select
    s.product_id,
    coalesce(p.title, s.product_id) as title,
    from_utc_timestamp(s.starts_at, m.time_zone) as starts_at,
    from_utc_timestamp(s.ends_at, m.time_zone) as ends_at,
    s.minutes,
    cast(coalesce(c.clicks, 0) as bigint) as clicks,
    coalesce(o.sku_orders, 0) as sku_orders,
    cast(coalesce(o.gmv, 0) as bigint) as gmv
from stretches as s
left join clicked as c on s.product_id = c.product_id and s.starts_at = c.starts_at
left join sold as o on s.product_id = o.product_id and s.starts_at = o.starts_at
left join products as p on s.product_id = p.product_id
cross join market as m
order by 3
