-- Which loads does the data come from? Grain: a load, newest first; what pages log is no source.
select
    number,
    source,
    files,
    "by",
    committed_at,
    rows,
    rejected
from loads
where source <> 'match log'
order by number desc
