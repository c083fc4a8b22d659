-- Which content stands under several handles, as if its creator had changed theirs? Grain: content,
-- with the handle seen last and the one before.
with

seen as (
    select
        merchant_id,
        content_id,
        creator_id,
        max(created_at) as last_at,
        row_number() over (
            partition by merchant_id, content_id order by max(created_at) desc, creator_id
        ) as place
    from affiliate_lines
    where content_id is not null
    group by merchant_id, content_id, creator_id
)

select
    older.merchant_id,
    older.content_id,
    older.creator_id as older_handle,
    newer.creator_id as newer_handle,
    older.last_at as older_until,
    newer.last_at as newer_until,
    count(*) over () as failing,
    (select count(distinct content_id) from affiliate_lines) as checked
from seen as older
inner join seen as newer
    on older.merchant_id = newer.merchant_id
    and older.content_id = newer.content_id
where older.place = 2 and newer.place = 1
order by newer_until desc, older.content_id
limit $most
