-- Which flat fees does a margin bear? Grain: a collaboration with a fee that has a day (see
-- flat_fees.sql); none for one channel, for a fee belongs to none. `found` counts all.
select
    agreed_on as day,
    flat_fee,
    product_id,
    creator_id,
    merchant_id,
    collaboration_id,
    count(*) over () as found
from flat_fees_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id
)
where not lacks_fee_day and $channel is null
order by day, collaboration_id
limit $most
