-- What did each line of an order get back, where reports tell the refund of the whole order? Grain: order
-- line. First comes what came back (units returned; paid and cancelled; whole, as the affiliate report
-- says); the order's tax and shipping take what is more; the rest goes to lines that came back, then to
-- all, by what they cost.
with

told as (
    select
        o.merchant_id,
        o.order_id,
        o.sku_id,
        o.payment,
        max_by(o.order_refund, (o.recorded_at, o.order_refund)) over its_order as refund,
        max(o.order_amount) over its_order as amount,
        sum(o.payment) over its_order as paid,
        cast(case
            when o.status = 'cancelled' and o.paid_at is null then 0
            when o.status = 'cancelled' or a.status in ('cancelled', 'refunded') then o.payment
            else least(
                o.payment,
                round(o.payment * coalesce(o.returned_quantity, 0) / greatest(o.quantity, 1))
            )
        end as bigint) as came_back
    from order_states as o
    left join affiliate_results as a
        on o.merchant_id = a.merchant_id and o.order_id = a.order_id and o.sku_id = a.sku_id
    where o.status <> 'unpaid'
    window its_order as (partition by o.merchant_id, o.order_id)
),

summed as (
    select *, sum(came_back) over (partition by merchant_id, order_id) as all_back
    from told
    where refund > 0
),

amounts as (
    select
        *,
        least(refund, all_back) as for_what_came_back,
        least(paid, refund - case
            when all_back > 0 then least(
                greatest(coalesce(amount, 0) - paid, 0), greatest(refund - all_back, 0)
            )
            else 0
        end) as for_goods
    from summed
),

first_given as (
    select
        *,
        shared(for_what_came_back, came_back, sum(came_back) over up_to_it, all_back) as given
    from amounts
    window up_to_it as (partition by merchant_id, order_id order by sku_id)
),

roomy as (
    select
        *,
        case when came_back > 0 then payment - given else 0 end as room,
        for_goods - for_what_came_back as more
    from first_given
),

second_given as (
    select
        *,
        least(more, sum(room) over its_order) as of_returned,
        given + shared(
            least(more, sum(room) over its_order),
            room,
            sum(room) over up_to_it,
            sum(room) over its_order
        ) as so_far
    from roomy
    window
        its_order as (partition by merchant_id, order_id),
        up_to_it as (partition by merchant_id, order_id order by sku_id)
),

whole as (
    select
        *,
        so_far + shared(
            more - of_returned,
            payment - so_far,
            sum(payment - so_far) over up_to_it,
            sum(payment - so_far) over its_order
        ) as line_refund
    from second_given
    window
        its_order as (partition by merchant_id, order_id),
        up_to_it as (partition by merchant_id, order_id order by sku_id)
)

select
    merchant_id,
    order_id,
    sku_id,
    cast(line_refund as bigint) as refund,
    line_refund >= payment and line_refund > 0 as is_whole
from whole
