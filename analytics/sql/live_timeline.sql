-- How did a live session go, minute by minute? Grain: minute, in local time, from its first to its
-- last; clicks and order lines are those of the session's own content in that minute.
with

clicked as (
    select date_trunc('minute', event_at) as minute_at, sum(n) as clicks
    from events
    where content_id = $content_id and kind = 'click'
    group by 1
),

sold as (
    select date_trunc('minute', sold_at) as minute_at, sum(gmv) as gmv, count(*) as sku_orders
    from sales
    where content_id = $content_id and currency = $currency
    group by 1
)

select
    from_utc_timestamp(l.minute_at, m.time_zone) as minute_at,
    l.viewers,
    l.pinned_product_id,
    coalesce(p.title, l.pinned_product_id) as pinned,
    l.promotion,
    l.violation,
    cast(coalesce(c.clicks, 0) as bigint) as clicks,
    cast(coalesce(s.gmv, 0) as bigint) as gmv,
    coalesce(s.sku_orders, 0) as sku_orders
from live_minutes as l
left join clicked as c using (minute_at)
left join sold as s using (minute_at)
left join products as p on l.pinned_product_id = p.product_id
cross join market as m
where l.content_id = $content_id
order by 1
