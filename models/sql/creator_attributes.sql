-- What does each creator say of themselves? Grain: creator.
select
    creator_id,
    followers,
    tier,
    country,
    categories
from creators
order by creator_id
