-- How did each of these creators sell over time? Grain: creator, with a list of net GMV per $step days
-- of the period, zero where nothing was sold.
with

sold as (
    select
        creator_id,
        (day - $first_day) // $step as step,
        sum(net_gmv) as net_gmv
    from daily_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    where list_contains($creator_ids, creator_id)
    group by 1, 2
)

select
    w.creator_id,
    list(cast(coalesce(s.net_gmv, 0) as bigint) order by t.step) as trend
from unnest($creator_ids) as w (creator_id)
cross join range(($last_day - $first_day) // $step + 1) as t (step)
left join sold as s on w.creator_id = s.creator_id and t.step = s.step
group by w.creator_id
