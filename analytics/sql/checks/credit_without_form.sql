-- Which order lines credit a creator without saying live, video or product card? Grain: an order line.
select
    merchant_id,
    order_id,
    sku_id,
    creator_id,
    content_id,
    content_type,
    payment,
    currency,
    created_at,
    count(*) over () as failing,
    (select count(*) from order_lines where creator_id is not null) as checked
from order_lines
where creator_id is not null
    and coalesce(content_type, '') not in ('live', 'video', 'product_card')
order by payment desc, order_id, sku_id
limit $most
