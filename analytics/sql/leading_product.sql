-- With which product does a page open? Grain: one row; the best seller of 28 days, else the product
-- with most collaborations, else the first.
select p.product_id
from products as p
left join (
    select product_id, sum(net_gmv) as net_gmv
    from daily
    where day > cast($last_day as date) - 28
    group by product_id
) as d on p.product_id = d.product_id
left join (
    select product_id, count(*) as pairs
    from collaborations
    group by product_id
) as c on p.product_id = c.product_id
order by coalesce(d.net_gmv, 0) desc, coalesce(c.pairs, 0) desc, p.product_id
limit 1
