-- Which products does a shop sell in a currency? Grain: a product, the best sellers of 28 days first;
-- at most 200.
select
    p.product_id,
    p.title
from products as p
left join (
    select product_id, sum(net_gmv) as net_gmv
    from daily
    where day > cast($last_day as date) - 28 and currency = $currency
    group by product_id
) as d on p.product_id = d.product_id
where p.merchant_id = $merchant_id and (p.currency = $currency or p.currency is null)
order by coalesce(d.net_gmv, 0) desc, p.product_id
limit 200
