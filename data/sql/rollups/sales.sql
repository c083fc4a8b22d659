-- What is one order line worth? Grain: a paid order line (shop x order x SKU); money in minor units.
-- `returned_on` is the day on which what was cancelled or refunded of it was known, where reports tell.
with

kept as (
    select
        o.*,
        case when o.is_quantity_implausible then 0 else o.quantity end as units,
        -- What was given away (payment 0) is kept like what was paid for, unless it was sent back.
        o.status <> 'cancelled' and (
            o.refund < o.payment
            or (o.payment = 0 and o.refund = 0 and o.status <> 'refunded')
        ) as is_kept
    from lines as o
    where o.status <> 'unpaid'
),

dated as (
    select
        o.*,
        coalesce(o.paid_at, o.created_at) as sold_at,
        cast(from_utc_timestamp(coalesce(o.paid_at, o.created_at), m.time_zone) as date) as day,
        case
            when o.is_attribution_unstated then 'unattributed'
            when o.creator_id is null then 'organic'
            when o.content_type in ('live', 'video', 'product_card') then o.content_type
            else 'unattributed'
        end as channel,
        case
            when o.is_kept then greatest(o.units - coalesce(o.returned_quantity, 0), 0)
            else 0
        end as net_units,
        cast(from_utc_timestamp(
            case when o.status = 'cancelled' then o.cancelled_at else o.refunded_at end, m.time_zone
        ) as date) as returned_on,
        case when o.status = 'cancelled' then o.payment else 0 end as cancelled,
        case when o.status = 'cancelled' then 0 else least(o.refund, o.payment) end as refunded
    from kept as o
    cross join market as m
),

costs as (
    select
        product_id,
        currency,
        valid_from,
        coalesce(
            lead(valid_from) over (partition by product_id order by valid_from), date '9999-12-31'
        ) as valid_to,
        unit_cost
    from product_costs
),

fees as (
    select
        merchant_id,
        valid_from,
        coalesce(
            lead(valid_from) over (partition by merchant_id order by valid_from), date '9999-12-31'
        ) as valid_to,
        platform_fee_rate
    from merchant_fees
)

select
    l.merchant_id,
    l.order_id,
    l.sku_id,
    l.product_id,
    l.shopper_id,
    l.creator_id,
    l.content_id,
    l.channel,
    l.attribution,
    l.currency,
    l.status,
    l.day,
    l.sold_at,
    l.paid_at is null as is_by_creation_time,
    l.price,
    l.quantity,
    l.is_quantity_implausible,
    l.units,
    l.is_kept,
    l.net_units,
    l.payment as gmv,
    l.cancelled,
    l.refunded,
    case when l.cancelled + l.refunded > 0 then l.returned_on end as returned_on,
    l.payment - l.cancelled - l.refunded as net_gmv,
    case when l.creator_id is null then 0 else l.payment end as attributed_gmv,
    case
        when l.creator_id is null then 0
        else l.payment - l.cancelled - l.refunded
    end as attributed_net_gmv,
    l.platform_discount,
    l.seller_discount,
    l.commission_rate,
    case
        when l.creator_id is null then 0
        when l.status in ('cancelled', 'ineligible') or l.refunded >= l.payment then 0
        when l.actual_commission <> 0 then l.actual_commission
        else l.estimated_commission
    end as commission,
    case
        when l.creator_id is null then 0
        when l.status in ('cancelled', 'ineligible') or l.refunded >= l.payment then 0
        when l.actual_commission <> 0 then 0
        else l.estimated_commission
    end as commission_still_estimated,
    cast(round((l.payment - l.cancelled - l.refunded) * f.platform_fee_rate) as bigint)
        as platform_fee,
    c.unit_cost * l.net_units as goods_cost
from dated as l
left join costs as c
    on l.product_id = c.product_id
    and l.currency = c.currency
    and l.day >= c.valid_from
    and l.day < c.valid_to
left join fees as f
    on l.merchant_id = f.merchant_id
    and l.day >= f.valid_from
    and l.day < f.valid_to
