-- Which order lines were placed before the click that is said to have led there? Grain: an order line.
select
    o.merchant_id,
    o.order_id,
    o.sku_id,
    o.click_id,
    e.event_at as clicked_at,
    o.created_at,
    count(*) over () as failing,
    (select count(*) from order_lines where click_id is not null) as checked
from order_lines as o
inner join events as e
    on o.click_id = e.event_id
    and e.kind = 'click'
where e.event_at > o.created_at
order by e.event_at - o.created_at desc, o.order_id, o.sku_id
limit $most
