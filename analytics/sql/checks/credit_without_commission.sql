-- Which credited sales have neither an actual nor an estimated commission? Grain: an order line.
select
    merchant_id,
    order_id,
    sku_id,
    creator_id,
    payment,
    currency,
    status,
    created_at,
    count(*) over () as failing,
    (
        select count(*)
        from order_lines
        where creator_id is not null and status not in ('unpaid', 'cancelled', 'ineligible')
    ) as checked
from order_lines
where creator_id is not null
    and status not in ('unpaid', 'cancelled', 'ineligible')
    and estimated_commission is null
    and coalesce(actual_commission, 0) = 0
order by payment desc, order_id, sku_id
limit $most
