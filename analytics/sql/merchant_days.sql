-- What did each of these shops sell day by day? Grain: shop, its days as one list.
with

days as (
    select cast(day as date) as day
    from generate_series($first_day, $last_day, interval 1 day) as s(day)
),

shops as (
    select unnest($merchant_ids::varchar[]) as merchant_id
),

sold as (
    select merchant_id, day, sum(net_gmv) as net_gmv
    from daily_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id,
        $channel
    )
    group by merchant_id, day
)

select
    h.merchant_id,
    list(cast(coalesce(s.net_gmv, 0) as bigint) order by d.day) as trend
from shops as h
cross join days as d
left join sold as s on h.merchant_id = s.merchant_id and d.day = s.day
group by h.merchant_id
