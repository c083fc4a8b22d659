-- Which promotions ran for the shop's products? Grain: promotion that overlaps the slice's days, by
-- net GMV of its products on the days that both share.
with

covered as (
    select p.promotion_id, p.kind, p.title, p.starts_on, p.ends_on, p.redemptions, c.product_id,
        c.places
    from promotions as p
    inner join promotion_products as c on p.promotion_id = c.promotion_id
    where p.starts_on <= $last_day
        and p.ends_on >= $first_day
        and ($merchant_id is null or c.merchant_id = $merchant_id)
        and ($product_id is null or c.product_id = $product_id)
),

sold as (
    select c.promotion_id, sum(s.net_gmv) as net_gmv, count(*) as sku_orders
    from covered as c
    inner join sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    ) as s
        on c.product_id = s.product_id and s.day between c.starts_on and c.ends_on
    group by c.promotion_id
)

select
    c.promotion_id,
    c.kind,
    c.title,
    c.starts_on,
    c.ends_on,
    count(distinct c.product_id) as products,
    cast(sum(c.places) as bigint) as places,
    c.redemptions,
    cast(coalesce(s.net_gmv, 0) as bigint) as net_gmv,
    coalesce(s.sku_orders, 0) as sku_orders
from covered as c
left join sold as s on c.promotion_id = s.promotion_id
group by all
order by net_gmv desc, c.promotion_id
