-- How much attention did published content get each day? Grain: local day x content type.
with

published as (
    select
        cast(from_utc_timestamp(c.started_at, m.time_zone) as date) as day,
        c.content_type,
        count(*) as contents
    from content as c
    cross join market as m
    where $creator_id is null or c.creator_id = $creator_id
    group by 1, 2
),

reacted as (
    select
        t.day,
        coalesce(c.content_type, 'unknown') as content_type,
        sum(t.views) as views,
        sum(t.likes) as likes,
        sum(t.comments) as comments,
        sum(t.shares) as shares
    from traffic as t
    left join content as c on t.content_id = c.content_id
    where t.content_id is not null and ($creator_id is null or t.creator_id = $creator_id)
    group by 1, 2
)

select
    coalesce(p.day, r.day) as day,
    coalesce(p.content_type, r.content_type) as content_type,
    cast(coalesce(p.contents, 0) as bigint) as contents,
    cast(coalesce(r.views, 0) as bigint) as views,
    cast(coalesce(r.likes, 0) as bigint) as likes,
    cast(coalesce(r.comments, 0) as bigint) as comments,
    cast(coalesce(r.shares, 0) as bigint) as shares
from published as p
full join reacted as r on p.day = r.day and p.content_type = r.content_type
where coalesce(p.day, r.day) between $first_day and $last_day
order by 1, 2
