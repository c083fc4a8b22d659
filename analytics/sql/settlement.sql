-- What commission was expected, and what was settled? Grain: shop with commission-bearing lines
-- (credited to a creator, not cancelled, wholly refunded or ineligible).
with

bearing as (
    select
        s.merchant_id,
        o.estimated_commission,
        o.actual_commission,
        coalesce(o.actual_commission, 0) > 0 as is_settled
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    ) as s
    inner join order_lines as o
        on s.merchant_id = o.merchant_id
        and s.order_id = o.order_id
        and s.sku_id = o.sku_id
    where s.creator_id is not null
        and s.status not in ('cancelled', 'ineligible')
        and s.refunded < s.gmv
),

summed as (
    select
        merchant_id,
        count(*) as lines,
        count(*) filter (where is_settled) as settled_lines,
        cast(coalesce(sum(actual_commission) filter (where is_settled), 0) as bigint)
            as actual_commission,
        cast(coalesce(sum(estimated_commission) filter (where is_settled), 0) as bigint)
            as estimated_commission,
        sum(actual_commission) filter (where is_settled and estimated_commission > 0)
            as comparable_commission,
        cast(coalesce(sum(estimated_commission) filter (where not is_settled), 0) as bigint)
            as open_commission,
        count(*) filter (where not is_settled and estimated_commission is null) as lines_without
    from bearing
    group by merchant_id
)

select
    s.merchant_id,
    coalesce(m.name, s.merchant_id) as name,
    s.lines,
    s.settled_lines,
    share_of(s.settled_lines, s.lines) as settled_share,
    s.estimated_commission,
    s.actual_commission,
    share_of(s.comparable_commission, s.estimated_commission) as actual_to_estimated,
    known_commission(s.open_commission, s.lines_without) as open_commission
from summed as s
left join merchants as m on s.merchant_id = m.merchant_id
order by open_commission desc nulls last, s.merchant_id
