-- Which product does a stand-in stand for? Grain: a stand-in (shop x title) that is another's.
-- A report without product ids tells titles alone. Titles that share a SKU are one product; it is the
-- one that the affiliate report names for such a SKU or title, if there is just one.
with

named as (
    select merchant_id, sku_id, max(product_id) as product_id
    from affiliate_results
    group by merchant_id, sku_id
),

skus as (
    select distinct merchant_id, sku_id, product_id as stand_in
    from order_states
    where product_id like 'title:%'
),

-- Each round hands the least label on from SKU to title, so that chains of titles meet.
first_round as (
    select s.stand_in, min(l.label) as label
    from skus as s
    inner join (
        select merchant_id, sku_id, min(stand_in) as label from skus group by merchant_id, sku_id
    ) as l on s.merchant_id = l.merchant_id and s.sku_id = l.sku_id
    group by s.stand_in
),

labelled as (
    select s.merchant_id, s.sku_id, s.stand_in, f.label
    from skus as s
    inner join first_round as f on s.stand_in = f.stand_in
),

groups as (
    select s.merchant_id, s.stand_in, min(l.label) as label
    from labelled as s
    inner join (
        select merchant_id, sku_id, min(label) as label from labelled group by merchant_id, sku_id
    ) as l on s.merchant_id = l.merchant_id and s.sku_id = l.sku_id
    group by s.merchant_id, s.stand_in
),

products_of as (
    select g.label, min(n.product_id) as product_id, count(distinct n.product_id) as n
    from groups as g
    inner join skus as s on g.stand_in = s.stand_in
    inner join named as n on s.merchant_id = n.merchant_id and s.sku_id = n.sku_id
    group by g.label
)

select g.merchant_id, g.stand_in, coalesce(p.product_id, g.label) as product_id
from groups as g
left join products_of as p on g.label = p.label and p.n = 1
where coalesce(p.product_id, g.label) <> g.stand_in
