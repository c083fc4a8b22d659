-- What is known of a product's channels, category and brand up to $last_day, as rate_cells.sql counts
-- it? Grain: level x channel with any. Asked on behalf of $merchant_id: the own shop's counts always
-- stand, those of others only where they are of $fewest_shops or more.
with

told as (
    select day, product_id, channel, impressions, clicks, 0 as ordered
    from traffic
    union all
    select ordered_on, product_id, channel, 0, 0, converted_clicks
    from converted
),

placed as (
    select
        p.merchant_id,
        coalesce(top_category(p.category_path), '') = $category as is_category,
        coalesce(p.brand, '') = $brand as is_brand,
        t.*
    from told as t
    inner join products as p on t.product_id = p.product_id
),

started as (
    select
        merchant_id,
        min(case when impressions > 0 then day end) as seen_from,
        min(case when ordered > 0 then day end) as linked_from
    from placed
    group by 1
),

counted as (
    select
        t.merchant_id,
        t.is_category,
        t.is_brand,
        t.channel,
        max(t.day) as last_on,
        sum(case when t.day >= s.seen_from then t.impressions else 0 end) as impressions,
        sum(case when t.day >= s.seen_from then t.clicks else 0 end) as seen_clicks,
        sum(case when t.day >= s.linked_from then t.clicks else 0 end) as linked_clicks,
        sum(t.ordered) as ordered
    from placed as t
    inner join started as s on t.merchant_id = s.merchant_id
    where t.day <= cast($last_day as date)
        and t.channel in ('live', 'video', 'product_card', 'organic')
    group by 1, 2, 3, 4
),

levelled as (
    select 'channel' as level, * from counted
    union all
    select 'category', * from counted where is_category
    union all
    select 'brand', * from counted where is_brand
),

many as (
    select
        *,
        count(distinct nullif(merchant_id, $merchant_id)) over (partition by level, channel)
            >= $fewest_shops as is_many
    from levelled
)

select
    level,
    channel,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(seen_clicks) as bigint) as seen_clicks,
    cast(sum(linked_clicks) as bigint) as linked_clicks,
    cast(sum(ordered) as bigint) as ordered,
    max(last_on) as last_on
from many
where is_many or merchant_id = $merchant_id
group by 1, 2
order by 1, 2
