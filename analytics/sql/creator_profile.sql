-- Who is this creator? Grain: one row, none if unknown; content as far as the viewer may see it.
select
    k.creator_id,
    k.handle,
    k.followers,
    k.tier,
    k.country,
    k.categories,
    k.joined_on,
    (
        select max(cast(from_utc_timestamp(c.started_at, m.time_zone) as date))
        from content as c
        cross join market as m
        where c.creator_id = k.creator_id
    ) as last_posted_on,
    (select count(*) from content as c where c.creator_id = k.creator_id) as contents
from creators as k
where k.creator_id = $creator_id
