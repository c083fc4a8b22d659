-- What is left of net GMV after every cost? Grain: per $by a product, creator, creator x product
-- (pair), shop, or one row (total); a part is empty where any of its rows lacks it.
with

summed as (
    select
        case when $by in ('product', 'pair', 'merchant') then merchant_id end as merchant_id,
        case when $by in ('product', 'pair') then product_id end as product_id,
        case when $by in ('creator', 'pair') then creator_id end as creator_id,
        count(line) as lines,
        count(sample) as samples,
        coalesce(sum(net_gmv), 0) as net_gmv,
        coalesce(sum(commission), 0) as commission,
        coalesce(sum(platform_fee), 0) as platform_fee,
        coalesce(sum(flat_fee), 0) as flat_fees,
        coalesce(sum(sample_cost), 0) as sample_costs,
        coalesce(sum(goods_cost), 0) as goods_cost,
        count(*) filter (where lacks_commission) as lines_missing_commission,
        count(*) filter (where lacks_units) as lines_missing_units,
        count(*) filter (where lacks_sample_cost) as samples_missing_cost,
        count(distinct product_id) filter (where lacks_cost or lacks_sample_cost)
            as products_missing_cost,
        count(distinct merchant_id) filter (where lacks_fee_rate) as merchants_missing_fee,
        count(*) filter (where lacks_cost) as lines_missing_cost,
        count(*) filter (where lacks_fee_day) as fees_missing_day
    from margin_rows_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    group by 1, 2, 3
),

known as (
    select
        * exclude (samples_missing_cost, lines_missing_cost) replace (
            cast(net_gmv as bigint) as net_gmv,
            cast(case when lines_missing_commission = 0 then commission end as bigint)
                as commission,
            cast(case when merchants_missing_fee = 0 then platform_fee end as bigint)
                as platform_fee,
            cast(case when fees_missing_day = 0 and $channel is null then flat_fees end as bigint)
                as flat_fees,
            cast(
                case when samples_missing_cost = 0 and $channel is null then sample_costs end
                as bigint
            ) as sample_costs,
            cast(
                case when lines_missing_cost = 0 and lines_missing_units = 0 then goods_cost end
                as bigint
            ) as goods_cost
        )
    from summed
)

select
    *,
    contribution_margin(net_gmv, commission, platform_fee, flat_fees, sample_costs, goods_cost)
        as margin
from known
order by net_gmv desc, merchant_id, product_id, creator_id
