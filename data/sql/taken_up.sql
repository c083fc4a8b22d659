-- Which load or undo was taken up last, and which last changed an answer? Grain: one row.
select
    coalesce(max(number), 0) as newest,
    arg_max(load_id, number) as newest_load,
    coalesce(max(number) filter (where source <> 'match log'), 0) as changed_by
from store.loads;
