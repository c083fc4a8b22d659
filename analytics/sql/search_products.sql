-- Which products match every word of a text? Grain: product, at most 50: an exact id, then titles
-- that begin with the text, then by order lines of the market's last 90 days.
with

sold as (
    select product_id, sum(sku_orders) as sku_orders
    from daily
    where day > (select max(day) from daily) - 90
    group by product_id
),

described as (
    select
        p.product_id as id,
        p.title as name,
        concat_ws(' · ', nullif(nullif(p.brand, ''), p.title), nullif(m.name, p.brand)) as note,
        p.price,
        p.currency,
        coalesce(s.sku_orders, 0) as sku_orders,
        concat_ws(' ', p.title, p.product_id, p.brand) as haystack
    from products as p
    left join merchants as m on p.merchant_id = m.merchant_id
    left join sold as s on p.product_id = s.product_id
)

select id, name, note, price, currency
from described
where has_words(haystack, $text)
order by
    lower(id) = lower(trim($text)) desc,
    starts_with(lower(name), lower(trim($text))) desc,
    sku_orders desc,
    name,
    id
limit 50
