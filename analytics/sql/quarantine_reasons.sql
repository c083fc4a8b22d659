-- Why were rows not loaded? Grain: load x file x column x kind of reason; values in a reason are blanked.
select
    l.number,
    l.source,
    q.file,
    q."column",
    regexp_replace(q.reason, '''[^'']*''|\b\d+\b', '''…''', 'g') as reason,
    any_value(q.remedy) as remedy,
    count(*) as rows
from quarantine as q
inner join loads as l
    on q.load_id = l.load_id
group by all
order by rows desc, l.number desc, q.file, reason
