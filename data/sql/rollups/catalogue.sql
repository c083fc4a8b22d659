-- Which products are there, each once? Grain: product. A stand-in that is another product's is left
-- out; the title is the newest that order reports tell.
with

told as (
    select
        coalesce(s.product_id, o.product_id) as product_id,
        o.title,
        cast(null as bigint) as price,
        o.currency,
        (o.recorded_at, o.created_at, o.order_id, o.sku_id) as place
    from order_states as o
    left join same_products as s on o.product_id = s.stand_in
    where o.title is not null
    union all
    select product_id, title, price, currency, (recorded_at, created_at, order_id, sku_id)
    from affiliate_results
    where title is not null
),

newest as (
    select
        product_id,
        max_by(title, place) as title,
        max_by(price, place) as price,
        max_by(currency, place) as currency
    from told
    group by product_id
),

stand_ins as (
    select s.product_id, max(p.category_path) as category_path
    from same_products as s
    inner join products as p on s.stand_in = p.product_id
    group by s.product_id
)

select
    p.product_id,
    p.merchant_id,
    coalesce(n.title, p.title) as title,
    p.description,
    coalesce(p.category_path, s.category_path) as category_path,
    p.brand,
    coalesce(p.price, n.price) as price,
    coalesce(p.currency, n.currency) as currency,
    p.listed_on
from products as p
left join newest as n on p.product_id = n.product_id
left join stand_ins as s on p.product_id = s.product_id
left join same_products as other on p.product_id = other.stand_in
where other.stand_in is null
