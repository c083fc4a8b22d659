-- Is an experiment on record already? Grain: unit, within the viewer's scope.
select unit_type, unit_id, arm
from assignments
where experiment_id = $experiment_id
