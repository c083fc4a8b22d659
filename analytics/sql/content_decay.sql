-- How does content of a kind fare as it ages? Grain: age in local days; means over the pieces that
-- were published within the data and are old enough to have been watched at that age.
with

pieces as (
    select c.content_id, cast(from_utc_timestamp(c.started_at, m.time_zone) as date) as born_on
    from content as c
    cross join market as m
    where c.creator_id = $creator_id
        and c.content_type = $content_type
        and cast(from_utc_timestamp(c.started_at, m.time_zone) as date)
            between $first_day and $last_day
),

awaited as (
    select p.content_id, p.born_on, a.age
    from pieces as p
    cross join range($days) as a (age)
    where p.born_on + cast(a.age as integer) <= $last_day
),

seen as (
    select content_id, day, sum(views) as views
    from traffic
    where creator_id = $creator_id and content_id in (select content_id from pieces)
    group by content_id, day
),

sold as (
    select content_id, day, sum(net_gmv) as net_gmv, count(*) as sku_orders
    from sales
    where creator_id = $creator_id
        and currency = $currency
        and content_id in (select content_id from pieces)
    group by content_id, day
)

select
    w.age,
    count(*) as contents,
    avg(coalesce(e.views, 0)) as views,
    avg(coalesce(s.net_gmv, 0)) as net_gmv,
    cast(coalesce(sum(s.sku_orders), 0) as bigint) as sku_orders
from awaited as w
left join seen as e
    on w.content_id = e.content_id and w.born_on + cast(w.age as integer) = e.day
left join sold as s
    on w.content_id = s.content_id and w.born_on + cast(w.age as integer) = s.day
group by w.age
order by w.age
