-- What is known of a product and a creator up to $last_day, as rate_cells.sql counts it? Grain: level x
-- channel with any; `taste` is the creator with products of $category. Asked on behalf of $merchant_id:
-- the own shop's counts always stand, those of others only where they are of $fewest_shops or more.
with

told as (
    select day, product_id, creator_id, channel, impressions, clicks, 0 as ordered
    from traffic
    union all
    select ordered_on, product_id, creator_id, channel, 0, 0, converted_clicks
    from converted
),

own as (
    select
        t.*,
        p.merchant_id,
        t.product_id = $product_id as is_product,
        coalesce(t.creator_id = $creator_id, false) as is_creator,
        coalesce(top_category(p.category_path), '') = $category as is_category
    from told as t
    inner join products as p on t.product_id = p.product_id
    where (t.product_id = $product_id or t.creator_id = $creator_id)
        and t.day <= cast($last_day as date)
        and t.channel in ('live', 'video', 'product_card', 'organic')
),

started as (
    select
        p.merchant_id,
        min(case when t.impressions > 0 then t.day end) as seen_from,
        min(case when t.ordered > 0 then t.day end) as linked_from
    from told as t
    inner join products as p on t.product_id = p.product_id
    where p.merchant_id in (select merchant_id from own)
    group by 1
),

levelled as (
    select 'product' as level, * from own where is_product
    union all
    select 'creator', * from own where is_creator
    union all
    select 'taste', * from own where is_creator and is_category
    union all
    select 'pair', * from own where is_creator and is_product
),

counted as (
    select
        l.level,
        l.channel,
        l.merchant_id,
        max(l.day) as last_on,
        sum(case when l.day >= s.seen_from then l.impressions else 0 end) as impressions,
        sum(case when l.day >= s.seen_from then l.clicks else 0 end) as seen_clicks,
        sum(case when l.day >= s.linked_from then l.clicks else 0 end) as linked_clicks,
        sum(l.ordered) as ordered
    from levelled as l
    inner join started as s on l.merchant_id = s.merchant_id
    group by 1, 2, 3
),

many as (
    select
        *,
        count(nullif(merchant_id, $merchant_id)) over (partition by level, channel)
            >= $fewest_shops as is_many
    from counted
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
