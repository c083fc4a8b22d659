-- Which traffic stands behind a figure? Grain: local day x product x creator x channel.
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
    add_to_carts
from daily_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
)
where currency is null
order by day, product_id, creator_id
