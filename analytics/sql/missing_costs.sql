-- Which costs are missing, so that no margin can be told? Grain: shop x product x what is missing (no
-- product where it is the shop's fee rate), first what most net GMV waits for.
with

lacking as (
    select
        *,
        unnest(
            list_filter(
                [
                    case when lacks_cost then 'unit cost' end,
                    case when lacks_sample_cost then 'sample cost' end,
                    case when lacks_fee_rate then 'platform fee' end,
                ],
                lambda part: part is not null
            )
        ) as missing
    from margin_rows_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
),

summed as (
    select
        merchant_id,
        case when missing <> 'platform fee' then product_id end as product_id,
        missing,
        count(line) as lines,
        count(sample) as samples,
        cast(coalesce(sum(net_gmv), 0) as bigint) as net_gmv
    from lacking
    group by 1, 2, 3
)

select
    s.merchant_id,
    m.name as shop,
    s.product_id,
    p.title,
    s.missing,
    s.lines,
    s.samples,
    s.net_gmv
from summed as s
left join merchants as m on s.merchant_id = m.merchant_id
left join products as p on s.product_id = p.product_id
order by s.net_gmv desc, s.merchant_id, s.product_id, s.missing
