-- What was loaded, by whom, and what of it was undone? Grain: a load, newest first; what pages log is
-- no load of anyone's.
select
    number,
    source,
    files,
    "by",
    committed_at,
    rows,
    rejected,
    undone_by,
    undone_at
from loads
where source <> 'match log'
order by number desc
