-- Whom does each creator reach? Grain: creator x audience dimension x bucket.
select
    creator_id,
    dimension,
    bucket,
    share
from creator_audience
order by creator_id, dimension, bucket
