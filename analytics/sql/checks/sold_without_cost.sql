-- Which products sold while their unit cost was unknown? Grain: a product, most net GMV first.
with

sold as (
    select
        product_id,
        merchant_id,
        currency,
        count(*) filter (where goods_cost is null) as lines_without_cost,
        count(*) as lines,
        cast(sum(net_gmv) as bigint) as net_gmv
    from sales
    where product_id is not null
    group by product_id, merchant_id, currency
)

select
    s.product_id,
    s.merchant_id,
    p.title,
    s.lines_without_cost,
    s.lines,
    s.net_gmv,
    s.currency,
    count(*) over () as failing,
    (select count(*) from sold) as checked
from sold as s
left join products as p on s.product_id = p.product_id
where s.lines_without_cost > 0
order by s.net_gmv desc, s.product_id
limit $most
