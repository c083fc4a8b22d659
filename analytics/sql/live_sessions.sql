-- Which live sessions of the creator can be replayed by the minute? Grain: session, newest first.
with

counted as (
    select
        content_id,
        count(*) as minutes,
        max(viewers) as peak_viewers,
        avg(viewers) as mean_viewers,
        count(violation) as violations
    from live_minutes
    where content_id in (select content_id from content where creator_id = $creator_id)
    group by content_id
),

sold as (
    select content_id, sum(gmv) as gmv, count(*) as sku_orders
    from sales
    where creator_id = $creator_id and currency = $currency and channel = 'live'
    group by content_id
)

select
    c.content_id,
    c.title,
    from_utc_timestamp(c.started_at, m.time_zone) as started_at,
    n.minutes,
    n.peak_viewers,
    n.mean_viewers,
    n.violations,
    cast(coalesce(s.gmv, 0) as bigint) as gmv,
    coalesce(s.sku_orders, 0) as sku_orders
from counted as n
inner join content as c using (content_id)
left join sold as s using (content_id)
cross join market as m
where cast(from_utc_timestamp(c.started_at, m.time_zone) as date) <= $last_day
order by c.started_at desc, c.content_id
limit 50
