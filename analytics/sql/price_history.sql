-- What did shoppers pay for a unit, and what did the list say? Grain: local day with a plausible sale.
select
    day,
    sum(gmv) / sum(units) as paid,
    sum(gmv + seller_discount + platform_discount) / sum(units) as listed,
    share_of(
        sum(seller_discount + platform_discount), sum(gmv + seller_discount + platform_discount)
    ) as depth,
    share_of(sum(seller_discount), sum(gmv + seller_discount + platform_discount)) as seller_depth,
    cast(sum(units) as bigint) as units,
    count(*) as lines
from sales_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
)
where units > 0
group by day
order by day
