-- How many followers do candidates have, and which categories do they state? Grain: a creator of
-- $creator_ids.
select creator_id, followers, categories
from creators
where list_contains($creator_ids, creator_id)
order by creator_id
