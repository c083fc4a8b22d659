-- What do all loads together tell of each order line? Grain: shop x order x SKU. Each column is told by
-- the newest report that has it, so the order of loads does not matter. Columns stand in the table's
-- order, for most lines were told once and pass as they are.
with

several as (
    select merchant_id, order_id, sku_id
    from order_lines
    group by merchant_id, order_id, sku_id
    having count(*) > 1
),

repeated as (
    select t.*, (t.recorded_at, t.load_number) as place
    from order_lines as t
    inner join several as s
        on t.merchant_id = s.merchant_id and t.order_id = s.order_id and t.sku_id = s.sku_id
)

select t.*
from order_lines as t
left join several as s
    on t.merchant_id = s.merchant_id and t.order_id = s.order_id and t.sku_id = s.sku_id
where s.order_id is null
union all
select
    merchant_id,
    order_id,
    sku_id,
    newest(product_id, 'product_id', untold, place) as product_id,
    newest(shopper_id, 'shopper_id', untold, place) as shopper_id,
    newest(creator_id, 'creator_id', untold, place) as creator_id,
    newest(content_id, 'content_id', untold, place) as content_id,
    newest(content_type, 'content_type', untold, place) as content_type,
    newest(attribution, 'attribution', untold, place) as attribution,
    newest(click_id, 'click_id', untold, place) as click_id,
    newest(quantity, 'quantity', untold, place) as quantity,
    newest(is_quantity_implausible, 'is_quantity_implausible', untold, place)
        as is_quantity_implausible,
    newest(price, 'price', untold, place) as price,
    newest(payment, 'payment', untold, place) as payment,
    newest(platform_discount, 'platform_discount', untold, place) as platform_discount,
    newest(seller_discount, 'seller_discount', untold, place) as seller_discount,
    newest(currency, 'currency', untold, place) as currency,
    newest(status, 'status', untold, place) as status,
    newest(refund, 'refund', untold, place) as refund,
    newest(commission_rate, 'commission_rate', untold, place) as commission_rate,
    newest(estimated_commission, 'estimated_commission', untold, place) as estimated_commission,
    newest(actual_commission, 'actual_commission', untold, place) as actual_commission,
    newest(created_at, 'created_at', untold, place) as created_at,
    newest(paid_at, 'paid_at', untold, place) as paid_at,
    newest(order_amount, 'order_amount', untold, place) as order_amount,
    newest(order_refund, 'order_refund', untold, place) as order_refund,
    newest(returned_quantity, 'returned_quantity', untold, place) as returned_quantity,
    newest(packages, 'packages', untold, place) as packages,
    newest(settled_at, 'settled_at', untold, place) as settled_at,
    newest(cancelled_at, 'cancelled_at', untold, place) as cancelled_at,
    newest(refunded_at, 'refunded_at', untold, place) as refunded_at,
    newest(title, 'title', untold, place) as title,
    -- Once any report tells who led to its orders, it is told.
    bool_and(coalesce(is_attribution_unstated, false)) as is_attribution_unstated,
    max(recorded_at) as recorded_at,
    max(load_number) as load_number,
    min(untold) as untold
from repeated
group by merchant_id, order_id, sku_id
