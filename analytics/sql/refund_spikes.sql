-- Whose refunds jumped? Grain: a product with at least 30 lines in both stretches, each old enough
-- that refunds are known; the difference is more than two standard errors of two proportions.
with

lag_day as (
    select $last_day - cast(refund_lag_days as integer) as day
    from market
),

counted as (
    select
        s.product_id,
        count(*) filter (where s.day > l.day - 28) as lines,
        count(*) filter (where s.day > l.day - 28 and s.refunded > 0) as refunded_lines,
        count(*) filter (where s.day <= l.day - 28) as lines_before,
        count(*) filter (where s.day <= l.day - 28 and s.refunded > 0) as refunded_lines_before,
        cast(sum(s.refunded) filter (where s.day > l.day - 28) as bigint) as refunded
    from sales as s
    cross join lag_day as l
    where s.day between l.day - 111 and l.day
        and s.currency = $currency
        and ($merchant_id is null or s.merchant_id = $merchant_id)
    group by s.product_id
    having lines >= 30 and lines_before >= 30
),

rated as (
    select
        *,
        refunded_lines / lines as rate,
        refunded_lines_before / lines_before as rate_before,
        (refunded_lines + refunded_lines_before) / (lines + lines_before) as pooled
    from counted
)

select
    r.product_id,
    p.title,
    r.rate,
    r.rate_before,
    r.lines,
    r.lines_before,
    r.refunded
from rated as r
left join products as p on r.product_id = p.product_id
where r.rate - r.rate_before
    > 2 * sqrt(r.pooled * (1 - r.pooled) * (1 / r.lines + 1 / r.lines_before))
order by r.refunded desc
