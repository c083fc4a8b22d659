-- Which experiments were drawn? Grain: experiment x type of unit, the latest first; days are local.
select
    a.experiment_id,
    a.unit_type,
    count(*) as units,
    list_sort(list(distinct a.arm)) as arms,
    min(cast(from_utc_timestamp(a.assigned_at, m.time_zone) as date)) as first_on,
    max(cast(from_utc_timestamp(a.assigned_at, m.time_zone) as date)) as last_on
from assignments as a
cross join market as m
group by a.experiment_id, a.unit_type
order by last_on desc, a.experiment_id, a.unit_type
