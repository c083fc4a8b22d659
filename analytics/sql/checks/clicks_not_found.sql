-- Which order lines name a click that no event describes? Grain: an order line.
select
    o.merchant_id,
    o.order_id,
    o.sku_id,
    o.click_id,
    o.created_at,
    count(*) over () as failing,
    (select count(*) from order_lines where click_id is not null) as checked
from order_lines as o
anti join events as e on o.click_id = e.event_id and e.kind = 'click'
where o.click_id is not null
order by o.created_at, o.order_id, o.sku_id
limit $most
