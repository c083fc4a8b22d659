-- Which candidates were shown where, with what chance, and were they picked? Grain: impression of the last
-- $days that any was shown, by local day: what was seen is newer than the data that was loaded.
with

shown as (
    select
        i.*,
        cast(from_utc_timestamp(i.shown_at, m.time_zone) as date) as day
    from match_impressions as i
    cross join market as m
)

select
    product_id,
    creator_id,
    rank,
    model_version,
    propensity,
    list_contains($picked::varchar[], action) as is_picked,
    day
from shown
where day > (select max(day) from shown) - cast($days as integer)
order by shown_at, impression_id
