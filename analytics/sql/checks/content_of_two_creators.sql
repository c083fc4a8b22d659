-- Which content stands under two handles, as if its creator had changed it? Grain: content x pair of
-- handles, the one seen last being the newer.
with

seen as (
    select
        merchant_id,
        content_id,
        creator_id,
        max(created_at) as last_at,
        count(*) as lines
    from affiliate_lines
    where content_id is not null
    group by merchant_id, content_id, creator_id
)

select
    older.merchant_id,
    older.content_id,
    older.creator_id as older_handle,
    newer.creator_id as newer_handle,
    older.lines,
    newer.last_at,
    count(*) over () as failing,
    (select count(distinct content_id) from affiliate_lines) as checked
from seen as older
inner join seen as newer
    on older.content_id = newer.content_id
    and older.merchant_id = newer.merchant_id
    and (older.last_at, older.creator_id) < (newer.last_at, newer.creator_id)
order by newer.last_at desc, older.content_id, older_handle
limit $most
