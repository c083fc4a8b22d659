-- Which traffic stands behind a figure? Grain: local day x product x creator x channel.
-- `found` counts the rows, where the limit shows fewer.
select
    day,
    merchant_id,
    product_id,
    creator_id,
    channel,
    impressions,
    views,
    clicks,
    converted_clicks,
    add_to_carts,
    count(*) over () as found
from daily_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
)
where currency is null
order by day, product_id, creator_id
limit $most
