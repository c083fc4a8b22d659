-- What is each product, and what do its costs and its last 90 days of net units say of a sale? Grain:
-- a product of $product_ids in scope; money in its currency, costs as of the data's last day.
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
    select distinct on (product_id) product_id, currency, unit_cost, sample_cost
    from product_costs
    where valid_from <= (select last_day from last_complete_day)
    order by product_id, valid_from desc
) as k on p.product_id = k.product_id and p.currency = k.currency
left join (
    select distinct on (merchant_id) merchant_id, platform_fee_rate
    from merchant_fees
    where valid_from <= (select last_day from last_complete_day)
    order by merchant_id, valid_from desc
) as f on p.merchant_id = f.merchant_id
left join (
    select product_id, currency, sum(net_gmv) / nullif(sum(net_units), 0) as received_price
    from sales
    where day > (select max(day) from sales) - 90 and list_contains($product_ids, product_id)
    group by product_id, currency
) as s on p.product_id = s.product_id and p.currency = s.currency
where list_contains($product_ids, p.product_id)
order by p.product_id
