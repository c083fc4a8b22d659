-- Whom do creators reach? Grain: a creator of $creator_ids x audience dimension x bucket.
select
    creator_id,
    dimension,
    bucket,
    share as own
from creator_audience
where list_contains($creator_ids, creator_id)
order by creator_id, dimension, bucket
