-- Which rows were not loaded? Grain: a rejected row, newest load first; empty arguments do not filter.
select
    l.number as load,
    q.file,
    q.row,
    q."column",
    q.reason,
    q.remedy,
    q.record,
    count(*) over () as found
from quarantine as q
inner join loads as l
    on q.load_id = l.load_id
where ($load is null or l.number = $load)
    and ($file is null or q.file = $file)
    and ($column is null or coalesce(q."column", '') = $column)
    and (
        $reason is null
        or regexp_replace(q.reason, '''[^'']*''|\b\d+\b', '''…''', 'g') = $reason
    )
    and ($text is null or contains(lower(concat_ws(' ', q.file, q.reason, q.record)), lower($text)))
order by l.number desc, q.file, q.row
limit $most
