-- Where did price or commission change in the period? Grain: product x term, the middle value of
-- its lines in the period against the 28 days before, at least 5 lines in each.
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
        median(list_price) filter (where is_now) as now,
        median(list_price) filter (where not is_now) as before,
        count(list_price) filter (where is_now) as lines,
        count(list_price) filter (where not is_now) as lines_before,
        sum(gmv) as gmv
    from lines
    group by product_id
    union all
    select
        product_id,
        'commission',
        median(commission_rate) filter (where is_now),
        median(commission_rate) filter (where not is_now),
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
    c.now,
    c.before,
    c.lines,
    c.lines_before,
    cast(c.gmv as bigint) as gmv
from compared as c
left join products as p on c.product_id = p.product_id
where c.lines >= 5
    and c.lines_before >= 5
    and abs(c.now - c.before) > 0.02 * c.before
order by c.gmv desc
limit 50
