-- Which impressions, clicks and carts name no product? Grain: an event row.
select
    event_id,
    event_at,
    kind,
    creator_id,
    content_id,
    n,
    count(*) over () as failing,
    (select count(*) from events) as checked
from events
where product_id is null and kind in ('impression', 'click', 'add_to_cart')
order by n desc, event_id
limit $most
