-- How long until orders settle, and until refunds come? Grain: kind x weeks since the sale; n is the
-- number of lines sold long enough ago to be counted: those that can settle, for they bear commission,
-- and those that can be refunded, for something was paid.
with

lines as (
    select
        s.day,
        s.gmv > 0 as is_refundable,
        s.creator_id is not null and s.status <> 'ineligible' and s.refunded < s.gmv as is_bearing,
        date_diff('second', s.sold_at, o.settled_at) / 86400 as settled_after,
        case when s.refunded > 0 then date_diff('second', s.sold_at, o.refunded_at) / 86400 end
            as refunded_after
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    ) as s
    inner join order_lines as o
        on s.merchant_id = o.merchant_id
        and s.order_id = o.order_id
        and s.sku_id = o.sku_id
    where s.status <> 'cancelled'
),

kinds as (
    select 'settled' as kind, day, settled_after as after from lines where is_bearing
    union all
    select 'refunded', day, refunded_after from lines where is_refundable
),

counted as (
    select kind, $last_day - day as age, ceil(after / 7) as weeks_after, count(*) as lines
    from kinds
    group by kind, age, weeks_after
),

curve as (
    select
        c.kind,
        w.weeks,
        cast(sum(c.lines) as bigint) as n,
        cast(coalesce(sum(c.lines) filter (where c.weeks_after <= w.weeks), 0) as bigint) as done
    from counted as c
    inner join range($weeks + 1) as w(weeks) on c.age >= 7 * w.weeks
    where c.kind in (select kind from counted where weeks_after is not null)
    group by c.kind, w.weeks
)

select kind, weeks, n, done, share_of(done, n) as share
from curve
order by kind, weeks
