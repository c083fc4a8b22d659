-- How much of each week's sales came back? Grain: week of the sale (from Monday); provisional where
-- refunds of its last days may still come.
select
    cast(date_trunc('week', s.day) as date) as week,
    count(*) as lines,
    count(*) filter (where s.refunded > 0) as refunded_lines,
    cast(sum(s.gmv) as bigint) as gmv,
    cast(sum(s.refunded) as bigint) as refunded,
    refund_rate(sum(s.refunded), sum(s.gmv)) as refund_rate,
    cast(date_trunc('week', s.day) as date) + 6
        > $known_until - cast(any_value(m.refund_lag_days) as integer)
        as is_provisional
from sales_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
) as s
cross join market as m
group by week
order by week
