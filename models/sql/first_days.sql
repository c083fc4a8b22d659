-- How did the first 28 days of each pair go? Grain: product x creator whose 28 days are complete and
-- whose start is told by a post or traffic; days counted from a first sale have that sale for certain.
-- `organic_growth`: organic orders of the whole market in those days over the 28 days before.
-- `net_gmv` is less what was cancelled or refunded by $last_day, where reports tell the day.
-- `is_own_choice`: the creator asked for the product, which is told or else taken for no.
with

organic_days as (
    select day, sum(sku_orders) as sku_orders
    from daily
    where creator_id is null and day <= cast($last_day as date)
    group by day
),

begun as (
    select distinct started_on
    from starts
    where started_on + 27 <= cast($last_day as date)
        and started_on - 28 >= (select min(day) from daily)
),

growth as (
    select
        b.started_on,
        cast(sum(case when o.day >= b.started_on then o.sku_orders else 0 end) as double)
        / nullif(sum(case when o.day < b.started_on then o.sku_orders else 0 end), 0)
            as organic_growth
    from begun as b
    inner join organic_days as o on o.day between b.started_on - 28 and b.started_on + 27
    group by b.started_on
),

taken_back_later as (
    select s.product_id, s.creator_id, cast(sum(l.cancelled + l.refunded) as bigint) as amount
    from starts as s
    inner join sales as l
        on s.product_id = l.product_id
        and s.creator_id = l.creator_id
        and s.currency = l.currency
        and l.day between s.started_on and s.started_on + 27
    where l.returned_on > cast($last_day as date)
    group by s.product_id, s.creator_id
)

select
    s.product_id,
    s.creator_id,
    s.merchant_id,
    s.started_on,
    coalesce(top_category(p.category_path), '') as category,
    s.clicks,
    s.converted_clicks,
    s.sku_orders,
    s.net_gmv + coalesce(t.amount, 0) as net_gmv,
    s.product_sku_orders,
    s.product_sku_orders_before,
    s.organic_sku_orders,
    s.organic_sku_orders_before,
    g.organic_growth,
    p.price,
    c.followers,
    coalesce(list_contains(c.categories, top_category(p.category_path)), false) as is_stated,
    exists (
        select 1 from collaborations as h
        where h.product_id = s.product_id and h.creator_id = s.creator_id and h.chosen_by = 'creator'
    ) as is_own_choice
from starts as s
inner join products as p on s.product_id = p.product_id
inner join creators as c on s.creator_id = c.creator_id
inner join begun as b on s.started_on = b.started_on
left join growth as g on s.started_on = g.started_on
left join taken_back_later as t on s.product_id = t.product_id and s.creator_id = t.creator_id
where s.is_told and s.currency = $currency
order by s.product_id, s.creator_id
