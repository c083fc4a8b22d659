-- Which experiments were drawn? Grain: experiment x type of unit, the latest first; days are local.
select
    experiment_id,
    unit_type,
    count(*) as units,
    list_sort(list(distinct arm)) as arms,
    min(assigned_on) as first_on,
    max(assigned_on) as last_on
from drawn_units
group by experiment_id, unit_type
order by last_on desc, experiment_id, unit_type
