-- How did the first 28 days of each pair go? Grain: product x creator whose 28 days are complete.
select
    s.product_id,
    s.creator_id,
    s.merchant_id,
    s.started_on,
    coalesce(top_category(p.category_path), '') as category,
    s.clicks,
    s.converted_clicks,
    s.sku_orders,
    s.net_gmv,
    s.organic_sku_orders_before,
    p.price,
    c.followers
from starts as s
inner join products as p on s.product_id = p.product_id
inner join creators as c on s.creator_id = c.creator_id
where s.currency = $currency
    and s.started_on + 27 <= cast($last_day as date)
    and s.started_on - 28 >= (select min(day) from daily)
order by s.product_id, s.creator_id
