-- Who follows the creator, beside the audiences of the others? Grain: dimension x bucket.
with

known as (
    select
        dimension,
        bucket,
        sum(share) filter (where creator_id = $creator_id) as share,
        sum(share) as shares
    from creator_audience
    group by dimension, bucket
),

counted as (
    select dimension, count(distinct creator_id) as creators
    from creator_audience
    group by dimension
    having bool_or(creator_id = $creator_id)
)

select
    k.dimension,
    k.bucket,
    coalesce(k.share, 0) as share,
    k.shares / c.creators as mean_share,
    c.creators
from known as k
inner join counted as c on k.dimension = c.dimension
order by
    k.dimension,
    if(k.dimension = 'age', k.bucket, null),
    mean_share desc,
    k.bucket
