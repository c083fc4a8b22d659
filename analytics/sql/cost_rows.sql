-- Which costs are held, and which are missing? Grain: product x the day from which its costs hold, or
-- a product without any; what sold most and has no cost comes first. A cost not held is offered from
-- the first day known: samples are shipped before a product's first sale, and have a cost too.
with

sold as (
    select product_id, sum(net_gmv) as net_gmv
    from sales
    where merchant_id = $merchant_id
    group by product_id
),

known as (
    select least(
        (select min(day) from sales),
        (select min(shipped_on) from samples)
    ) as first_day
)

select
    p.product_id,
    p.title,
    coalesce(k.valid_from, p.listed_on, f.first_day) as valid_from,
    k.unit_cost,
    k.sample_cost,
    coalesce(k.currency, p.currency, m.currency) as currency,
    k.valid_from is not null as is_held
from products as p
cross join market as m
cross join known as f
left join product_costs as k on p.product_id = k.product_id
left join sold as s on p.product_id = s.product_id
where p.merchant_id = $merchant_id
    and has_words(concat_ws(' ', p.title, p.product_id, p.brand), $text)
order by
    k.unit_cost is null and s.net_gmv > 0 desc,
    s.net_gmv desc nulls last,
    p.product_id,
    valid_from
limit 200
