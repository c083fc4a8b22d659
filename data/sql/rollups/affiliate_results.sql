-- What became of each order line, as all affiliate reports together tell? Grain: shop x order x SKU. A line
-- that came back whole is refunded, whatever its status says. Commission is the standard one, Shop Ads' and
-- the bonus together; while a part is expected and not yet paid, nobody knows what will have been paid in all.
with

parts as (
    select
        *,
        coalesce(is_returned, false) and status <> 'cancelled' as is_back,
        status <> 'settled' and (
            is_awaited(estimated_commission, actual_commission)
            or is_awaited(estimated_ads_commission, actual_ads_commission)
            or is_awaited(estimated_bonus_commission, actual_bonus_commission)
        ) as is_open,
        together(
            estimated_commission, estimated_ads_commission, estimated_bonus_commission
        ) as expected,
        together(actual_commission, actual_ads_commission, actual_bonus_commission) as paid
    from affiliate_states
)

select
    merchant_id,
    order_id,
    sku_id,
    product_id,
    title,
    creator_id,
    content_id,
    content_type,
    attribution,
    quantity,
    price,
    payment,
    currency,
    case when is_back then 'refunded' else status end as status,
    case when is_back then payment else refund end as refund,
    commission_rate,
    expected as estimated_commission,
    case when is_open and paid <> 0 then null else paid end as actual_commission,
    created_at,
    paid_at,
    settled_at,
    recorded_at
from parts
