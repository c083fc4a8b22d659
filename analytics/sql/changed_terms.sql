-- Where did price or commission change in the period? Grain: product x term, the middle value of
-- its lines against the days before, at least 5 lines in each. The middle halves of the two must not
-- overlap: a product sold at many prices at once has not changed its price.
with

lines as (
    select
        product_id,
        day >= $first_day as is_now,
        gmv,
        (gmv + seller_discount + platform_discount) / nullif(units, 0) as list_price,
        commission_rate
    from sales
    where day between $previous_first_day and $last_day
        and currency = $currency
        and ($merchant_id is null or merchant_id = $merchant_id)
),

compared as (
    select
        product_id,
        'price' as term,
        quantile_cont(list_price, [0.25, 0.5, 0.75]) filter (where is_now) as now,
        quantile_cont(list_price, [0.25, 0.5, 0.75]) filter (where not is_now) as before,
        count(list_price) filter (where is_now) as lines,
        count(list_price) filter (where not is_now) as lines_before,
        sum(gmv) as gmv
    from lines
    group by product_id
    union all
    select
        product_id,
        'commission',
        quantile_cont(commission_rate, [0.25, 0.5, 0.75]) filter (where is_now),
        quantile_cont(commission_rate, [0.25, 0.5, 0.75]) filter (where not is_now),
        count(commission_rate) filter (where is_now),
        count(commission_rate) filter (where not is_now),
        sum(gmv)
    from lines
    group by product_id
)

select
    c.product_id,
    p.title,
    c.term,
    c.now[2] as now,
    c.before[2] as before,
    c.lines,
    c.lines_before,
    cast(c.gmv as bigint) as gmv
from compared as c
left join products as p on c.product_id = p.product_id
where c.lines >= 5
    and c.lines_before >= 5
    and abs(c.now[2] - c.before[2]) > 0.02 * c.before[2]
    and (c.now[1] > c.before[3] or c.now[3] < c.before[1])
order by c.gmv desc
limit 50
