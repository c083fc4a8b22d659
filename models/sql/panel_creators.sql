-- Who are the creators? Grain: creator; the first category that each states.
select
    creator_id,
    split_part(categories[1], ' > ', 1) as category,
    followers
from creators
order by creator_id
