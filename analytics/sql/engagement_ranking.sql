-- Whose content drew most engagement? Grain: creator that the filters find, best by $sort first; posts
-- are those published in the period, reactions those of its days. A photo, link or status is no video.
with

published as (
    select
        c.creator_id,
        count(*) as contents,
        count(*) filter (c.content_type = 'video') as videos,
        count(*) filter (c.content_type = 'live') as lives,
        count(*) filter (c.content_type in ('photo', 'link', 'status')) as other_posts
    from content as c
    cross join market as m
    where cast(from_utc_timestamp(c.started_at, m.time_zone) as date)
        between $first_day and $last_day
    group by c.creator_id
),

reacted as (
    select
        creator_id,
        sum(views) as views,
        sum(likes) as likes,
        sum(comments) as comments,
        sum(shares) as shares
    from traffic
    where creator_id is not null and day between $first_day and $last_day
    group by creator_id
),

measured as (
    select
        creator_id,
        '@' || k.handle as handle,
        k.followers,
        k.tier,
        k.country,
        coalesce(p.contents, 0) as contents,
        coalesce(p.videos, 0) as videos,
        coalesce(p.lives, 0) as lives,
        coalesce(p.other_posts, 0) as other_posts,
        cast(coalesce(r.views, 0) as bigint) as views,
        cast(coalesce(r.likes, 0) as bigint) as likes,
        cast(coalesce(r.comments, 0) as bigint) as comments,
        cast(coalesce(r.shares, 0) as bigint) as shares,
        cast(coalesce(r.likes + r.comments + r.shares, 0) as bigint) as engagement,
        share_of(r.likes + r.comments + r.shares, p.contents) as engagement_per_post
    from creators as k
    left join published as p using (creator_id)
    left join reacted as r using (creator_id)
    where has_words(concat_ws(' ', '@' || k.handle, creator_id), $text)
        and ($tier is null or k.tier = $tier)
        and ($country is null or k.country = $country)
)

select *, count(*) over () as found
from measured
where not $hides_thin or $sort <> 'engagement_per_post' or contents >= 30
order by
    case $sort
        when 'engagement' then engagement
        when 'engagement_per_post' then engagement_per_post
        when 'contents' then contents
        when 'followers' then followers
    end desc nulls last,
    engagement desc,
    creator_id
limit $most
