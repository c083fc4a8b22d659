-- How many order lines claim a quantity that cannot be? Grain: one row; their money counts in GMV,
-- their units nowhere.
select
    count(*) as lines,
    max(quantity) as largest,
    cast(coalesce(sum(gmv), 0) as bigint) as gmv
from sales_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
)
where is_quantity_implausible
