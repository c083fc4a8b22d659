-- Which candidates were shown where, with what chance, and were they picked? Grain: impression.
select
    i.product_id,
    i.creator_id,
    i.rank,
    i.propensity,
    list_contains($picked::varchar[], i.action) as is_picked
from match_impressions as i
cross join market as m
where cast(from_utc_timestamp(i.shown_at, m.time_zone) as date) between $from_day and $last_day
order by i.shown_at, i.impression_id
