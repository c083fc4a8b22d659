-- Which pairs and products did a drawn list offer, or hold back? Grain: experiment x pair or product, in
-- local days. Pairs of one product go together where no cluster is told, for they share its sales.
select
    experiment_id || '|' || unit_type as experiment,
    arm,
    product_id,
    creator_id,
    coalesce(experiment_id || '|' || cluster_id, product_id) as drawn_with,
    assigned_on as drawn_on,
    cast(propensity as double) as propensity
from drawn_units
where product_id is not null and assigned_on between $from_day and $to_day
order by experiment, product_id, creator_id
