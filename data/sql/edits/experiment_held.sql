-- What list of an experiment is on record already? Grain: unit, within the viewer's scope.
select *
from assignments
where experiment_id = $experiment_id
order by unit_type, unit_id
