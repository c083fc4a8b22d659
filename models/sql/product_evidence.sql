-- What has a creator sold like each of its candidate products? Grain: a product of $product_ids, over
-- the 180 days up to $last_day; sold are lines with net GMV, and net units of them.
-- A merchant's session counts the own shop's sales alone.
with

wanted as (
    select *, top_category(category_path) as category
    from products
    where list_contains($product_ids, product_id)
),

own as (
    select s.*, p.brand, p.title, p.category_path, top_category(p.category_path) as category
    from sales as s
    inner join products as p on s.product_id = p.product_id
    where s.creator_id = $creator_id
        and s.currency = $currency
        and s.day between cast($last_day as date) - 179 and $last_day
        and s.net_gmv > 0
),

by_product as (
    select
        product_id,
        merchant_id,
        brand,
        title,
        category_path,
        category,
        count(*) as sku_orders,
        sum(net_units) as units,
        coalesce(sum(net_units) filter (where channel = 'live'), 0) as live_units
    from own
    group by all
),

beside as (
    select
        w.product_id,
        sum(b.sku_orders) as sku_orders,
        sum(b.sku_orders) filter (where b.category = w.category) as category_sku_orders,
        sum(b.sku_orders) filter (where b.merchant_id = w.merchant_id) as shop_orders,
        sum(b.sku_orders) filter (where b.brand = w.brand) as brand_orders
    from wanted as w
    inner join by_product as b on w.product_id <> b.product_id
    group by w.product_id
),

nearness as (
    select
        w.product_id,
        b.product_id as near_product_id,
        b.title as near_title,
        string_split(w.category_path, ' > ')[common_levels(b.category_path, w.category_path)]
            as near_category,
        b.units as near_units,
        b.live_units as near_live_units,
        row_number() over (
            partition by w.product_id
            order by
                common_levels(b.category_path, w.category_path) desc,
                b.units desc,
                b.product_id desc
        ) as place
    from wanted as w
    inner join by_product as b on w.category = b.category and w.product_id <> b.product_id
    where b.units > 0
),

spent as (
    select
        quantile_cont(gmv / nullif(units, 0), 0.25) as price_low,
        quantile_cont(gmv / nullif(units, 0), 0.75) as price_high
    from own
),

carried as (
    select a.product_id, p.merchant_id, top_category(p.category_path) as category
    from partners as a
    inner join products as p on a.product_id = p.product_id
    where a.creator_id = $creator_id
),

worked as (
    select
        w.product_id,
        count(*) filter (where p.merchant_id = w.merchant_id) as shop_worked,
        count(*) filter (where p.category = w.category) as category_worked
    from wanted as w
    inner join carried as p on w.product_id <> p.product_id
    group by w.product_id
)

select
    w.product_id,
    coalesce(w.category, '') as category,
    w.brand,
    case when w.currency = $currency then w.price end as price,
    w.listed_on,
    list_contains(c.categories, w.category) as is_stated,
    cast(coalesce(b.sku_orders, 0) as bigint) as sku_orders,
    cast(coalesce(b.category_sku_orders, 0) as bigint) as category_sku_orders,
    cast(coalesce(b.shop_orders, 0) as bigint) as shop_orders,
    cast(coalesce(b.brand_orders, 0) as bigint) as brand_orders,
    coalesce(v.shop_worked, 0) as shop_worked,
    coalesce(v.category_worked, 0) as category_worked,
    s.price_low,
    s.price_high,
    n.near_product_id,
    n.near_title,
    n.near_category,
    cast(n.near_units as bigint) as near_units,
    cast(n.near_live_units as bigint) as near_live_units
from wanted as w
cross join spent as s
left join creators as c on c.creator_id = $creator_id
left join beside as b on w.product_id = b.product_id
left join worked as v on w.product_id = v.product_id
left join nearness as n on w.product_id = n.product_id and n.place = 1
order by w.product_id
