-- At what price was each product offered, whether or not it sold? Grain: product that sold x whole
-- week (Monday) since its first sale, and once more the last 28 days (`is_now`), in minor units; no
-- row where no promotion's discount is known. List price as seen last, less what the day's deepest
-- promotion took off at the median; a day counts by what the whole market sold on it.
with

sold as (
    select product_id, merchant_id, day, price, gmv / nullif(price * units, 0) as kept
    from sales
    where currency = $currency
        and day between cast($last_day as date) - $days + 1 and $last_day
),

days as (
    select cast(d.day as date) as day, 1 + count(s.day) as weight
    from generate_series(
        cast($last_day as date) - $days + 1, cast($last_day as date), interval 1 day
    ) as d(day)
    left join sold as s on d.day = s.day
    group by d.day
),

covered as (
    select c.product_id, c.promotion_id, p.starts_on, p.ends_on
    from promotion_products as c
    inner join promotions as p on c.promotion_id = p.promotion_id
    where p.ends_on > cast($last_day as date) - $days and p.starts_on <= $last_day
),

discounts as (
    select c.promotion_id, median(s.kept) as kept
    from covered as c
    inner join sold as s on c.product_id = s.product_id and s.day between c.starts_on and c.ends_on
    where s.kept > 0
    group by c.promotion_id
),

promoted as (
    select c.product_id, d.day, min(coalesce(k.kept, u.kept)) as kept
    from covered as c
    inner join days as d on d.day between c.starts_on and c.ends_on
    left join discounts as k on c.promotion_id = k.promotion_id
    cross join (select median(kept) as kept from discounts) as u
    group by c.product_id, d.day
),

listed as (
    select product_id, day, median(price) as price
    from sold
    where ($product_id is null or product_id = $product_id)
        and ($merchant_id is null or merchant_id = $merchant_id)
    group by product_id, day
),

offered as (
    select
        f.product_id,
        d.day,
        d.weight,
        ln(coalesce(
            last_value(l.price ignore nulls) over (partition by f.product_id order by d.day),
            f.price
        ) * coalesce(p.kept, 1)) as log_price
    from (
        select product_id, date_trunc('week', min(day)) as since, arg_min(price, day) as price
        from listed
        where price > 0
        group by product_id
    ) as f
    inner join days as d on d.day >= f.since
    left join listed as l on f.product_id = l.product_id and d.day = l.day and l.price > 0
    left join promoted as p on f.product_id = p.product_id and d.day = p.day
),

dated as (
    select false as is_now, cast(date_trunc('week', day) as date) as week, *
    from offered
    union all
    select true as is_now, cast(date_trunc('week', cast($last_day as date)) as date) as week, *
    from offered
    where day > cast($last_day as date) - 28
)

select product_id, is_now, week, exp(sum(weight * log_price) / sum(weight)) as offered
from dated
where exists(select 1 from discounts)
group by product_id, is_now, week
order by product_id, is_now, week
