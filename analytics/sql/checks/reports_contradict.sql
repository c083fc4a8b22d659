-- Where do orders and the affiliate report contradict each other? Grain: order line x field, with what
-- each says; prices in minor units.
select
    merchant_id,
    order_id,
    sku_id,
    field,
    in_orders,
    in_affiliate,
    counts,
    created_at,
    count(*) over () as failing,
    (select count(*) from affiliate_lines) as checked
from line_conflicts
order by created_at desc, order_id, sku_id, field
limit $most
