-- What is known of each order line, from all reports that tell of it? Grain: shop x order x SKU.
-- Orders give money; the affiliate report gives product, creator, content and commission; the state is
-- the furthest that either tells. Where orders name nobody and no affiliate report covers the day,
-- nobody knows who led to the order: it is not organic.
with

named as (
    select merchant_id, sku_id, max(product_id) as product_id
    from affiliate_results
    group by merchant_id, sku_id
),

orders as (
    select o.*, cast(from_utc_timestamp(o.created_at, m.time_zone) as date) as day
    from order_states as o
    left join market as m on true
),

days as (
    select distinct merchant_id, day
    from orders
    where is_attribution_unstated
),

covered as (
    select distinct d.merchant_id, d.day
    from days as d
    inner join report_windows as w
        on d.merchant_id = w.merchant_id and d.day between w.starts_on and w.ends_on
    where w.report = 'affiliate_orders'
)

select
    coalesce(o.merchant_id, a.merchant_id) as merchant_id,
    coalesce(o.order_id, a.order_id) as order_id,
    coalesce(o.sku_id, a.sku_id) as sku_id,
    coalesce(a.product_id, n.product_id, s.product_id, o.product_id) as product_id,
    o.shopper_id,
    coalesce(a.creator_id, o.creator_id) as creator_id,
    case when a.creator_id is null then o.content_id else a.content_id end as content_id,
    case when a.creator_id is null then o.content_type else a.content_type end as content_type,
    case when a.creator_id is null then o.attribution else a.attribution end as attribution,
    o.click_id,
    coalesce(o.quantity, a.quantity) as quantity,
    coalesce(o.is_quantity_implausible, false) as is_quantity_implausible,
    o.returned_quantity,
    coalesce(o.price, a.price) as price,
    coalesce(o.payment, a.payment) as payment,
    coalesce(o.platform_discount, 0) as platform_discount,
    coalesce(o.seller_discount, 0) as seller_discount,
    coalesce(o.currency, a.currency) as currency,
    case
        when o.status in ('cancelled', 'refunded') then o.status
        when r.is_whole then 'refunded'
        -- Nobody paid, so there was nothing to cancel.
        when o.status = 'unpaid' and a.status = 'cancelled' then 'unpaid'
        when a.status in ('cancelled', 'refunded') then a.status
        when 'ineligible' in (o.status, a.status) then 'ineligible'
        when 'settled' in (o.status, a.status) then 'settled'
        when 'completed' in (o.status, a.status) then 'completed'
        when 'shipped' in (o.status, a.status) then 'shipped'
        when 'pending' in (o.status, a.status) then 'pending'
        else 'unpaid'
    end as status,
    case
        when a.status = 'refunded' and coalesce(o.status, '') <> 'cancelled'
            then coalesce(o.payment, a.payment)
        when o.status = 'cancelled' and r.refund is not null then 0
        else coalesce(r.refund, o.refund, a.refund)
    end as refund,
    coalesce(a.commission_rate, o.commission_rate) as commission_rate,
    case
        when a.currency = coalesce(o.currency, a.currency) then a.estimated_commission
        else o.estimated_commission
    end as estimated_commission,
    case
        when a.currency = coalesce(o.currency, a.currency) then a.actual_commission
        else o.actual_commission
    end as actual_commission,
    coalesce(o.created_at, a.created_at) as created_at,
    coalesce(o.paid_at, a.paid_at) as paid_at,
    coalesce(a.settled_at, o.settled_at) as settled_at,
    o.cancelled_at,
    o.refunded_at,
    coalesce(o.title, a.title) as title,
    o.is_attribution_unstated and coalesce(a.creator_id, o.creator_id) is null and c.day is null
        as is_attribution_unstated,
    greatest(o.recorded_at, a.recorded_at) as recorded_at
from orders as o
full outer join affiliate_results as a
    on o.merchant_id = a.merchant_id
    and o.order_id = a.order_id
    and o.sku_id = a.sku_id
left join order_refunds as r
    on o.merchant_id = r.merchant_id and o.order_id = r.order_id and o.sku_id = r.sku_id
left join named as n on o.merchant_id = n.merchant_id and o.sku_id = n.sku_id
left join same_products as s on o.product_id = s.stand_in
left join covered as c on o.merchant_id = c.merchant_id and o.day = c.day
