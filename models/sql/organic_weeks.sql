-- How do organic orders move where creators sell more? Grain: product x week of products with both.
with

weekly as (
    select
        product_id,
        cast(date_trunc('week', day) as date) as week,
        sum(case when creator_id is null then sku_orders else 0 end) as organic,
        sum(case when creator_id is null then 0 else sku_orders end) as attributed,
        sum(case when creator_id is null then impressions else 0 end) as impressions
    from daily
    where day between cast($last_day as date) - 181 and $last_day
        and (currency is null or currency = $currency)
    group by 1, 2
)

select
    *
from weekly
where product_id in (
    select product_id
    from weekly
    group by product_id
    having sum(organic) > 0 and sum(attributed) > 0
)
order by product_id, week
