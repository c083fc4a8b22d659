-- Which pairs and products did a drawn list offer, or hold back? Grain: experiment x pair or product, in
-- local days. Pairs of one product go together where no cluster is told, for they share its sales.
with

listed as (
    select
        a.*,
        split_part(a.unit_id, '|', 1) as product_id,
        case when a.unit_type = 'pair' then split_part(a.unit_id, '|', 2) end as creator_id
    from assignments as a
    where a.unit_type in ('pair', 'product')
)

select
    l.experiment_id || '|' || l.unit_type as experiment,
    l.arm,
    l.product_id,
    l.creator_id,
    coalesce(l.experiment_id || '|' || l.cluster_id, l.product_id) as drawn_with,
    cast(from_utc_timestamp(l.assigned_at, m.time_zone) as date) as drawn_on,
    cast(l.propensity as double) as propensity
from listed as l
cross join market as m
where cast(from_utc_timestamp(l.assigned_at, m.time_zone) as date) between $from_day and $to_day
order by experiment, l.product_id, l.creator_id
