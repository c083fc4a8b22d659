-- Where do orders and the affiliate report contradict each other? Grain: order line x field, with what
-- each says (money in minor units) and which of the two counts.
with

matched as (
    select
        o.merchant_id,
        o.order_id,
        o.sku_id,
        o.created_at,
        o.currency,
        a.currency as other_currency,
        o.quantity,
        a.quantity as other_quantity,
        o.price,
        a.price as other_price,
        o.payment,
        a.payment as other_payment,
        coalesce(o.platform_discount, 0) + coalesce(o.seller_discount, 0) as discount,
        case when r.is_whole and o.status <> 'cancelled' then 'refunded' else o.status end as status,
        a.status as other_status,
        o.recorded_at,
        a.recorded_at as other_recorded_at
    from order_states as o
    inner join affiliate_results as a
        on o.merchant_id = a.merchant_id
        and o.order_id = a.order_id
        and o.sku_id = a.sku_id
    left join order_refunds as r
        on o.merchant_id = r.merchant_id and o.order_id = r.order_id and o.sku_id = r.sku_id
)

select merchant_id, order_id, sku_id, created_at, 'currency' as field,
    currency as in_orders, other_currency as in_affiliate, 'orders' as counts
from matched
where currency <> other_currency
union all
select merchant_id, order_id, sku_id, created_at, 'quantity',
    cast(quantity as varchar(20)), cast(other_quantity as varchar(20)), 'orders'
from matched
where quantity <> other_quantity
union all
select merchant_id, order_id, sku_id, created_at, 'price',
    cast(price as varchar(20)), cast(other_price as varchar(20)), 'orders'
from matched
where price <> other_price and currency = other_currency
union all
select merchant_id, order_id, sku_id, created_at, 'payment',
    cast(payment as varchar(20)), cast(other_payment as varchar(20)), 'orders'
from matched
-- Reports take discounts off or not; what differs by more is no matter of discounts.
where abs(payment - other_payment) > discount and currency = other_currency
union all
-- Only ends contradict: an order that is under way in one report may have ended in a later one.
select merchant_id, order_id, sku_id, created_at, 'status', status, other_status,
    case when status in ('cancelled', 'refunded') then 'orders' else 'affiliate report' end
from matched
where (status in ('cancelled', 'refunded')) <> (other_status in ('cancelled', 'refunded'))
