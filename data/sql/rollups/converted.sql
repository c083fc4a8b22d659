-- How many clicks led to an order? Grain: local day x shop x product x creator x channel with any.
-- Kept apart from traffic, which a load of order lines would else count anew from its first event.
with

ordered as (
    select distinct click_id
    from lines
    where click_id is not null and status <> 'unpaid'
)

select
    cast(from_utc_timestamp(e.event_at, m.time_zone) as date) as day,
    e.merchant_id,
    e.product_id,
    e.creator_id,
    case
        when e.creator_id is null then 'organic'
        when e.content_type in ('live', 'video', 'product_card') then e.content_type
        else 'unattributed'
    end as channel,
    cast(sum(e.n) as bigint) as converted_clicks
from events as e
inner join ordered as o on e.event_id = o.click_id
cross join market as m
where e.kind = 'click'
group by 1, 2, 3, 4, 5
