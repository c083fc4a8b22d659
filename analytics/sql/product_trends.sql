-- How did each of these products sell over time? Grain: product, with a list of net GMV per $step days
-- of the period, zero where nothing was sold.
with

sold as (
    select
        product_id,
        (day - $first_day) // $step as step,
        sum(net_gmv) as net_gmv
    from daily_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    where product_id in (select unnest($product_ids))
    group by 1, 2
)

select
    w.product_id,
    list(cast(coalesce(s.net_gmv, 0) as bigint) order by t.step) as trend
from unnest($product_ids) as w (product_id)
cross join range(($last_day - $first_day) // $step + 1) as t (step)
left join sold as s on w.product_id = s.product_id and t.step = s.step
group by w.product_id
