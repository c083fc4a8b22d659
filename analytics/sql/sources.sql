-- Which loads does the data come from? Grain: a load, newest first; what pages log is no source,
-- nor is a load that was undone.
select
    number,
    source,
    files,
    "by",
    committed_at,
    rows,
    rejected
from loads
where source <> 'match log' and undone_at is null
order by number desc
