-- What does a load change of reported metrics? Grain: month in which their window begins.
with

brought as (
    select distinct source, entity_type, entity_id, starts_on, ends_on, metric, currency
    from read_parquet($paths)
),

compared as (
    select
        strftime(b.starts_on, '%Y-%m') as month,
        before.source is null as is_new,
        now is distinct from before as is_changed
    from brought as b
    inner join store.reported_metrics as now
        using (source, entity_type, entity_id, starts_on, ends_on, metric, currency)
    left join store.reported_metrics_before as before
        using (source, entity_type, entity_id, starts_on, ends_on, metric, currency)
)

select
    month,
    count(*) filter (where is_new) as new,
    count(*) filter (where not is_new and is_changed) as updated,
    count(*) filter (where not is_new and not is_changed) as unchanged
from compared
group by month
order by month
