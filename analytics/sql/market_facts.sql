-- What does this market hold, and until when? Grain: one row; none in an empty market.
with

seen as (
    select min(day) as first_day, true as is_traffic, false as is_sales
    from traffic
    union all
    select min(day), false, true
    from sales
),

span as (
    select
        min(first_day) as first_day,
        coalesce(bool_or(is_traffic and first_day is not null), false) as has_traffic,
        coalesce(bool_or(is_sales and first_day is not null), false) as has_orders
    from seen
)

select
    m.market_id,
    m.title,
    m.time_zone,
    m.currency,
    cast(m.refund_lag_days as integer) as refund_lag_days,
    m.is_sampled_lines,
    s.first_day,
    w.last_day,
    s.has_traffic,
    s.has_orders,
    (select count(*) from merchants) as merchants,
    (select count(*) from products) as products,
    (select count(*) from creators) as creators,
    (select count(*) from content) as contents,
    exists (select 1 from collaborations) as has_collaborations,
    exists (select 1 from entity_features) as has_features,
    exists (select 1 from product_costs) as has_costs,
    exists (select 1 from daily where impressions > 0) as has_impressions,
    exists (select 1 from daily where views > 0) as has_views,
    exists (select 1 from daily where clicks > 0) as has_clicks,
    exists (select 1 from daily where converted_clicks > 0) as has_click_links,
    exists (
        select 1 from sales where refunded > 0 or cancelled > 0 or status in ('cancelled', 'refunded')
    ) as has_refunds,
    exists (select 1 from sales where creator_id is null and channel <> 'organic') as has_unstated,
    (
        select list(currency order by amount desc)
        from (select currency, sum(gmv) as amount from sales group by currency)
    ) as currencies
from market as m
cross join span as s
cross join last_complete_day as w
