-- Which order lines credit a creator who is described nowhere? Grain: an order line.
select
    o.merchant_id,
    o.order_id,
    o.sku_id,
    o.creator_id,
    o.payment,
    o.currency,
    o.created_at,
    count(*) over () as failing,
    (select count(*) from order_lines where creator_id is not null) as checked
from order_lines as o
anti join creators as c on o.creator_id = c.creator_id
where o.creator_id is not null
order by o.payment desc, o.order_id, o.sku_id
limit $most
