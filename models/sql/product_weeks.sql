-- What did each product sell, at what terms? Grain: product x whole week (Monday) of its life in the
-- window, and once more the last 28 days (`is_now`), in which it sold. Where nothing was sold, no price
-- is known and the rate stays as seen last; creators are those who posted in the 28 days up to the end.
with

sold as (
    select
        *,
        cast(date_trunc('week', day) as date) as week,
        commission_base(commission, commission_rate, net_gmv) as base
    from sales
    where currency = $currency
        and day between cast($last_day as date) - $days + 1 and $last_day
        and ($product_id is null or product_id = $product_id)
        and ($merchant_id is null or merchant_id = $merchant_id)
),

dated as (
    select false as is_now, week + 6 as until, *
    from sold
    where week > cast($last_day as date) - $days and week + 6 <= $last_day
    union all
    select true as is_now, cast($last_day as date) as until, *
    from sold
    where day >= cast($last_day as date) - 27
),

summed as (
    select
        product_id,
        is_now,
        until,
        count(*) as sku_orders,
        cast(sum(net_gmv) as bigint) as net_gmv,
        sum(gmv) filter (where units > 0) / nullif(sum(units), 0) as price,
        share_of(
            sum(commission_rate * base) filter (where creator_id is not null),
            sum(base) filter (where creator_id is not null and commission_rate is not null)
        ) as commission_rate
    from dated
    group by product_id, is_now, until
),

lives as (
    select product_id, min(until) as first_until, bool_or(is_now) as is_sold_now
    from summed
    group by product_id
    having count(*) filter (where not is_now) >= $fewest_weeks
),

periods as (
    select distinct is_now, until
    from summed
),

carried as (
    select
        c.product_id,
        c.creator_id,
        cast(from_utc_timestamp(c.posted_at, m.time_zone) as date) as posted_on
    from collaborations as c
    cross join market as m
    where c.posted_at is not null
),

creators_on as (
    select c.product_id, p.is_now, p.until, count(distinct c.creator_id) as creators
    from periods as p
    inner join carried as c on c.posted_on between p.until - 27 and p.until
    group by c.product_id, p.is_now, p.until
)

select
    l.product_id,
    p.merchant_id,
    top_category(p.category_path) as category,
    d.is_now,
    cast(date_trunc('week', d.until) as date) as week,
    coalesce(k.sku_orders, 0) as sku_orders,
    coalesce(k.net_gmv, 0) as net_gmv,
    k.price,
    last_value(k.commission_rate ignore nulls) over since as commission_rate,
    coalesce(c.creators, 0) as creators
from lives as l
inner join periods as d
    on (d.is_now and l.is_sold_now) or (not d.is_now and d.until >= l.first_until)
inner join products as p on l.product_id = p.product_id
left join summed as k
    on l.product_id = k.product_id and d.is_now = k.is_now and d.until = k.until
left join creators_on as c
    on l.product_id = c.product_id and d.is_now = c.is_now and d.until = c.until
window since as (partition by l.product_id order by d.is_now, d.until)
order by l.product_id, d.is_now, d.until
