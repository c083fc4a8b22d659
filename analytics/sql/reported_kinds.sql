-- Of how many things of each kind do others report figures? Grain: kind.
select entity_type, count(distinct entity_id) as things
from reported_metrics
group by entity_type
order by entity_type
