-- Which creators have no follower count? Grain: a creator.
select
    creator_id,
    handle,
    tier,
    country,
    count(*) over () as failing,
    (select count(*) from creators) as checked
from creators
where followers is null
order by handle, creator_id
limit $most
