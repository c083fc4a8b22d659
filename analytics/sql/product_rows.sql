-- What is each product, and what do its latest costs and its last 90 days of net units say of a sale?
-- Grain: a product of $product_ids in scope; money in the product's currency.
select
    p.product_id,
    p.merchant_id,
    m.name as merchant,
    p.title,
    p.category_path,
    p.brand,
    p.price,
    p.currency,
    k.unit_cost,
    k.sample_cost,
    f.platform_fee_rate,
    s.received_price
from products as p
left join merchants as m on p.merchant_id = m.merchant_id
left join (
    select
        product_id,
        currency,
        arg_max(unit_cost, valid_from) as unit_cost,
        arg_max(sample_cost, valid_from) as sample_cost
    from product_costs
    group by product_id, currency
) as k on p.product_id = k.product_id and p.currency = k.currency
left join (
    select merchant_id, arg_max(platform_fee_rate, valid_from) as platform_fee_rate
    from merchant_fees
    group by merchant_id
) as f on p.merchant_id = f.merchant_id
left join (
    select product_id, currency, sum(net_gmv) / nullif(sum(net_units), 0) as received_price
    from sales
    where day > (select max(day) from sales) - 90 and list_contains($product_ids, product_id)
    group by product_id, currency
) as s on p.product_id = s.product_id and p.currency = s.currency
where list_contains($product_ids, p.product_id)
order by p.product_id
