-- What did each product sell each week, at what terms? Grain: product x week (Monday) of its life in
-- the window; a week without a sale keeps the price and rate seen last.
with

weekly as (
    select
        product_id,
        cast(date_trunc('week', day) as date) as week,
        count(*) as sku_orders,
        cast(sum(net_gmv) as bigint) as net_gmv,
        sum(gmv) filter (where units > 0) / nullif(sum(units), 0) as price,
        avg(commission_rate) as commission_rate
    from sales
    where currency = $currency
        and day between cast($last_day as date) - $days + 1 and $last_day
    group by 1, 2
),

carried as (
    select
        c.product_id,
        cast(from_utc_timestamp(c.posted_at, m.time_zone) as date) as first_day,
        coalesce(
            cast(from_utc_timestamp(c.ended_at, m.time_zone) as date), date '9999-12-31'
        ) as last_day,
        c.creator_id
    from collaborations as c
    cross join market as m
    where c.posted_at is not null
),

weeks as (
    select distinct week
    from weekly
    where week > cast($last_day as date) - $days and week + 6 <= $last_day
),

lives as (
    select product_id, min(week) as first_week
    from weekly
    group by product_id
    having count(*) >= 4
),

creators_on as (
    select l.product_id, w.week, count(distinct c.creator_id) as creators
    from lives as l
    cross join weeks as w
    inner join carried as c
        on l.product_id = c.product_id
        and c.first_day <= w.week + 6
        and c.last_day >= w.week
        and c.first_day > w.week - 28
    group by 1, 2
)

select
    l.product_id,
    p.merchant_id,
    top_category(p.category_path) as category,
    w.week,
    coalesce(k.sku_orders, 0) as sku_orders,
    coalesce(k.net_gmv, 0) as net_gmv,
    last_value(k.price ignore nulls) over since as price,
    last_value(k.commission_rate ignore nulls) over since as commission_rate,
    coalesce(c.creators, 0) as creators
from lives as l
inner join weeks as w on w.week >= l.first_week
inner join products as p on l.product_id = p.product_id
left join weekly as k on l.product_id = k.product_id and w.week = k.week
left join creators_on as c on l.product_id = c.product_id and w.week = c.week
window since as (partition by l.product_id order by w.week)
order by l.product_id, w.week
