-- Whom do creators reach who state a category, beside all creators? Grain: category x audience dimension
-- x bucket. `share` and `usual` are means over creators who tell the dimension, `n` those who state it.
with

told as (
    select distinct creator_id, dimension
    from creator_audience
),

stated as (
    select creator_id, unnest(categories) as category
    from creators
),

asked as (
    select s.category, t.dimension, count(distinct t.creator_id) as n
    from stated as s
    inner join told as t on s.creator_id = t.creator_id
    group by 1, 2
),

everybody as (
    select
        dimension,
        bucket,
        sum(share) / (select count(*) from told as t where t.dimension = a.dimension) as usual
    from creator_audience as a
    group by dimension, bucket
),

reached as (
    select s.category, a.dimension, a.bucket, sum(a.share) as share
    from stated as s
    inner join creator_audience as a on s.creator_id = a.creator_id
    group by 1, 2, 3
)

select
    r.category,
    r.dimension,
    r.bucket,
    r.share / k.n as share,
    e.usual,
    k.n
from reached as r
inner join asked as k on r.category = k.category and r.dimension = k.dimension
inner join everybody as e on r.dimension = e.dimension and r.bucket = e.bucket
order by 1, 2, 3
