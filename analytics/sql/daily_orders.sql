-- How many orders were placed each day, of how many products? Grain: local day.
select
    day,
    count(distinct (merchant_id, order_id)) as orders,
    count(distinct product_id) as selling_products,
    count(distinct creator_id) as selling_creators
from sales_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
)
group by day
order by day
