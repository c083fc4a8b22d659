-- Which part of what creators sold is of each category? Grain: top category; of order lines with net GMV
-- in the 180 days up to $last_day.
select
    top_category(p.category_path) as category,
    count(*) / sum(count(*)) over () as usual
from sales as s
inner join products as p on s.product_id = p.product_id
where s.creator_id is not null
    and s.currency = $currency
    and s.day between cast($last_day as date) - 179 and $last_day
    and s.net_gmv > 0
group by 1
order by 1
