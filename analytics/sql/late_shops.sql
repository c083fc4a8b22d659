-- Whose orders end before the days asked about do? Grain: shop, of a product its own. Known until the
-- last day of its order reports, else its newest sale; late is who has been silent for more than two
-- days and for longer than it ever paused in the 91 days before.
with

told as (
    select merchant_id, max(day) as last_on
    from daily
    where sku_orders > 0
    group by merchant_id
    union all
    select merchant_id, max(ends_on)
    from report_windows
    where report in ('all_orders', 'affiliate_orders')
    group by merchant_id
),

ends as (
    select merchant_id, max(last_on) as last_on
    from told
    where ($merchant_id is null or merchant_id = $merchant_id)
        and (
            $product_id is null
            or merchant_id = (select p.merchant_id from products as p where p.product_id = $product_id)
        )
    group by merchant_id
    having max(last_on) < cast($last_day as date) - 2
),

sold as (
    select distinct d.merchant_id, d.day
    from daily as d
    inner join ends as e on d.merchant_id = e.merchant_id
    where d.sku_orders > 0 and d.day > e.last_on - 91
),

pauses as (
    select merchant_id, max(pause) as longest
    from (
        select
            merchant_id,
            day - lag(day) over (partition by merchant_id order by day) as pause
        from sold
    )
    group by merchant_id
)

select e.merchant_id, coalesce(m.name, e.merchant_id) as name, e.last_on
from ends as e
inner join pauses as p on e.merchant_id = p.merchant_id
left join merchants as m on e.merchant_id = m.merchant_id
where cast($last_day as date) - e.last_on > p.longest
order by e.last_on, name, e.merchant_id
