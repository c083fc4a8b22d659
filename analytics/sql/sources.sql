-- Which loads does the data come from? Grain: a load, newest first.
select
    number,
    source,
    files,
    "by",
    committed_at,
    rows,
    rejected
from loads
order by number desc
