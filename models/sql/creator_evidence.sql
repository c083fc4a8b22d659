-- What have candidates sold like the product asked about? Grain: a creator of $creator_ids, over the
-- 180 days up to $last_day; sold are lines with net GMV, and net units of them.
-- A merchant's session counts the own shop's sales alone.
with

sold as (
    select
        s.creator_id,
        s.product_id,
        s.merchant_id,
        p.title,
        s.channel,
        s.net_units as units,
        s.gmv / nullif(s.units, 0) as unit_price,
        s.day > cast($last_day as date) - 28 as is_recent,
        common_levels(p.category_path, $category_path) as levels,
        levels > 0 as is_same_category
    from sales as s
    inner join products as p on s.product_id = p.product_id
    where list_contains($creator_ids, s.creator_id)
        and s.currency = $currency
        and s.day between cast($last_day as date) - 179 and $last_day
        and s.net_gmv > 0
        and s.product_id <> $product_id
),

by_product as (
    select
        creator_id,
        product_id,
        any_value(title) as title,
        sum(units) as units,
        coalesce(sum(units) filter (where channel = 'live'), 0) as live_units,
        max(levels) as levels
    from sold
    where is_same_category
    group by creator_id, product_id
    having sum(units) > 0
),

best as (
    select
        creator_id,
        arg_max(title, (levels, units, product_id)) as near_title,
        arg_max(product_id, (levels, units, product_id)) as near_product_id,
        max(levels) as near_levels,
        arg_max(units, (levels, units, product_id)) as near_units,
        arg_max(live_units, (levels, units, product_id)) as near_live_units
    from by_product
    group by creator_id
),

summed as (
    select
        creator_id,
        count(*) as sku_orders,
        count(*) filter (where is_same_category) as category_sku_orders,
        count(*) filter (where merchant_id = $merchant_id) as shop_orders,
        count(*) filter (where is_recent) as recent_orders,
        count(distinct product_id) as products,
        count(distinct product_id) filter (where is_recent) as recent_products,
        count(distinct product_id) filter (where is_same_category) as category_products,
        quantile_cont(unit_price, 0.25) as price_low,
        quantile_cont(unit_price, 0.75) as price_high
    from sold
    group by creator_id
),

worked as (
    select
        a.creator_id,
        count(*) filter (where p.merchant_id = $merchant_id) as shop_worked,
        count(*) filter (
            where top_category(p.category_path) = top_category($category_path)
        ) as category_worked
    from partners as a
    inner join products as p on a.product_id = p.product_id
    where list_contains($creator_ids, a.creator_id) and a.product_id <> $product_id
    group by a.creator_id
),

clicked as (
    select
        d.creator_id,
        sum(d.clicks) as clicks,
        sum(d.converted_clicks) as converted_clicks
    from daily as d
    inner join products as p on d.product_id = p.product_id
    where list_contains($creator_ids, d.creator_id)
        and top_category(p.category_path) = top_category($category_path)
        and d.day between cast($last_day as date) - 179 and $last_day
        and (d.currency is null or d.currency = $currency)
        and d.product_id <> $product_id
    group by d.creator_id
),

viewed as (
    select
        creator_id,
        sum(views) filter (where day > cast($last_day as date) - 14) as views,
        sum(views) filter (where day <= cast($last_day as date) - 14) as views_before
    from daily
    where list_contains($creator_ids, creator_id)
        and day between cast($last_day as date) - 27 and $last_day
    group by creator_id
)

select
    c.creator_id,
    c.tier,
    c.country,
    c.followers,
    list_contains(c.categories, top_category($category_path)) as is_stated,
    coalesce(s.sku_orders, 0) as sku_orders,
    coalesce(s.category_sku_orders, 0) as category_sku_orders,
    coalesce(s.shop_orders, 0) as shop_orders,
    coalesce(s.recent_orders, 0) as recent_orders,
    coalesce(s.products, 0) as products,
    coalesce(s.recent_products, 0) as recent_products,
    coalesce(s.category_products, 0) as category_products,
    coalesce(w.shop_worked, 0) as shop_worked,
    coalesce(w.category_worked, 0) as category_worked,
    s.price_low,
    s.price_high,
    b.near_title,
    b.near_product_id,
    string_split($category_path, ' > ')[b.near_levels] as near_category,
    cast(b.near_units as bigint) as near_units,
    cast(coalesce(b.near_live_units, 0) as bigint) as near_live_units,
    cast(coalesce(k.clicks, 0) as bigint) as clicks,
    cast(coalesce(k.converted_clicks, 0) as bigint) as converted_clicks,
    cast(coalesce(v.views, 0) as bigint) as views,
    cast(coalesce(v.views_before, 0) as bigint) as views_before
from creators as c
left join summed as s on c.creator_id = s.creator_id
left join best as b on c.creator_id = b.creator_id
left join worked as w on c.creator_id = w.creator_id
left join clicked as k on c.creator_id = k.creator_id
left join viewed as v on c.creator_id = v.creator_id
where list_contains($creator_ids, c.creator_id)
order by c.creator_id
