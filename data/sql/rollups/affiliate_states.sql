-- What do all affiliate reports together tell of each order line? Grain: shop x order x SKU. Each column
-- is told by the newest report that has it. Columns stand in the table's order.
with

several as (
    select merchant_id, order_id, sku_id
    from affiliate_lines
    group by merchant_id, order_id, sku_id
    having count(*) > 1
),

repeated as (
    select t.*, (t.recorded_at, t.load_number) as place
    from affiliate_lines as t
    inner join several as s
        on t.merchant_id = s.merchant_id and t.order_id = s.order_id and t.sku_id = s.sku_id
)

select t.*
from affiliate_lines as t
left join several as s
    on t.merchant_id = s.merchant_id and t.order_id = s.order_id and t.sku_id = s.sku_id
where s.order_id is null
union all
select
    merchant_id,
    order_id,
    sku_id,
    newest(product_id, 'product_id', untold, place) as product_id,
    newest(title, 'title', untold, place) as title,
    newest(creator_id, 'creator_id', untold, place) as creator_id,
    newest(content_id, 'content_id', untold, place) as content_id,
    newest(content_type, 'content_type', untold, place) as content_type,
    newest(attribution, 'attribution', untold, place) as attribution,
    newest(quantity, 'quantity', untold, place) as quantity,
    newest(price, 'price', untold, place) as price,
    newest(payment, 'payment', untold, place) as payment,
    newest(currency, 'currency', untold, place) as currency,
    newest(status, 'status', untold, place) as status,
    newest(refund, 'refund', untold, place) as refund,
    newest(commission_rate, 'commission_rate', untold, place) as commission_rate,
    newest_known(estimated_commission, 'estimated_commission', untold, place) as estimated_commission,
    newest_known(actual_commission, 'actual_commission', untold, place) as actual_commission,
    newest(created_at, 'created_at', untold, place) as created_at,
    newest(paid_at, 'paid_at', untold, place) as paid_at,
    newest(is_returned, 'is_returned', untold, place) as is_returned,
    newest_known(estimated_ads_commission, 'estimated_ads_commission', untold, place)
        as estimated_ads_commission,
    newest_known(actual_ads_commission, 'actual_ads_commission', untold, place)
        as actual_ads_commission,
    newest_known(estimated_bonus_commission, 'estimated_bonus_commission', untold, place)
        as estimated_bonus_commission,
    newest_known(actual_bonus_commission, 'actual_bonus_commission', untold, place)
        as actual_bonus_commission,
    newest(settled_at, 'settled_at', untold, place) as settled_at,
    max(recorded_at) as recorded_at,
    max(load_number) as load_number,
    min(untold) as untold
from repeated
group by merchant_id, order_id, sku_id
