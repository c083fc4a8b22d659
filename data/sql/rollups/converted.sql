-- How many clicks led to an order, and when? Grain: local day x local day of the first order x shop x
-- product x creator x channel with any; the order's day counts as its sale does.
-- Kept apart from traffic, which a load of order lines would else count anew from its first event.
with

ordered as (
    select
        l.click_id,
        min(cast(from_utc_timestamp(coalesce(l.paid_at, l.created_at), m.time_zone) as date))
            as ordered_on
    from lines as l
    cross join market as m
    where l.click_id is not null and l.status <> 'unpaid'
    group by l.click_id
)

select
    cast(from_utc_timestamp(e.event_at, m.time_zone) as date) as day,
    o.ordered_on,
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
group by 1, 2, 3, 4, 5, 6
