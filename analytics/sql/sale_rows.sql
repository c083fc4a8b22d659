-- Which order lines stand behind a figure? Grain: a paid order line; buyers are left out. `found`
-- counts them all, where the limit shows fewer.
select
    * exclude (shopper_id),
    count(*) over () as found
from sales_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
)
order by sold_at, order_id, sku_id
limit $most
