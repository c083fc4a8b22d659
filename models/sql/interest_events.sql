-- What has every entity of a $kind turned to, before the cut-off (null: by now)? Grain: an event, each
-- entity's in order of time; `seconds` and `day` count from 1970.
select
    entity_id,
    product_id,
    epoch(event_at) as seconds,
    cast(day - date '1970-01-01' as integer) as day
from interests
where kind = $kind
    and day < coalesce(cast($cut_off as date), date '9999-12-31')
order by entity_id, event_at, product_id
