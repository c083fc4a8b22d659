-- How many followers do candidates have? Grain: a creator of $creator_ids.
select creator_id, followers
from creators
where list_contains($creator_ids, creator_id)
order by creator_id
