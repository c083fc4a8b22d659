-- Which creators are most like this one? Grain: one of the 20 nearest creators, the most alike first.
-- Each part runs from 0 to 1; likeness is the mean of the parts known of this creator, and a part that
-- the other lacks counts as 0. Category mix: what was sold since $first_day, or, for who sold nothing
-- and where a viewer sees some shops alone, the categories stated.
with

me as (
    select tier from creators where creator_id = $creator_id
),

sold as (
    select
        d.creator_id,
        top_category(p.category_path) as category,
        sum(d.gmv) / sum(sum(d.gmv)) over (partition by d.creator_id) as share
    from daily as d
    inner join products as p on d.product_id = p.product_id
    where $uses_sales
        and d.creator_id is not null
        and d.gmv > 0
        and p.category_path is not null
        and d.day between $first_day and $last_day
        and d.currency = $currency
    group by 1, 2
),

mix as (
    from sold
    union all
    select creator_id, category, 1 / count(*) over (partition by creator_id)
    from (
        select distinct creator_id, unnest(categories) as category
        from creators
        where creator_id not in (select creator_id from sold)
    )
),

mixes as (
    select o.creator_id, sum(least(m.share, coalesce(t.share, 0))) as category_mix
    from (select distinct creator_id from mix) as o
    inner join mix as m on m.creator_id = $creator_id
    left join mix as t on o.creator_id = t.creator_id and m.category = t.category
    group by o.creator_id
),

audiences as (
    select creator_id, avg(common) as audience
    from (
        select o.creator_id, o.dimension, sum(least(m.share, o.share)) as common
        from creator_audience as o
        inner join creator_audience as m
            on m.creator_id = $creator_id and o.dimension = m.dimension and o.bucket = m.bucket
        group by 1, 2
    )
    group by creator_id
),

given as (
    select o.entity_id as creator_id, avg(list_cosine_similarity(o.vector, m.vector)) as features
    from entity_features as o
    inner join entity_features as m on o.block = m.block and len(o.vector) = len(m.vector)
    where o.entity_type = 'creator' and m.entity_type = 'creator' and m.entity_id = $creator_id
    group by o.entity_id
),

compared as (
    select
        creator_id,
        k.handle,
        k.followers,
        k.tier,
        k.country,
        a.audience,
        x.category_mix,
        1 - abs(
            list_position(['nano', 'micro', 'mid', 'macro', 'mega'], k.tier)
            - list_position(['nano', 'micro', 'mid', 'macro', 'mega'], me.tier)
        ) / 4 as tier_nearness,
        g.features
    from creators as k
    cross join me
    left join audiences as a using (creator_id)
    left join mixes as x using (creator_id)
    left join given as g using (creator_id)
    where creator_id <> $creator_id
)

select
    creator_id,
    '@' || handle as handle,
    followers,
    tier,
    country,
    list_avg([
        if(max(audience) over () is null, null, coalesce(audience, 0)),
        if(max(category_mix) over () is null, null, coalesce(category_mix, 0)),
        if(max(tier_nearness) over () is null, null, coalesce(tier_nearness, 0)),
        if(max(features) over () is null, null, coalesce(features, 0)),
    ]) as likeness,
    audience,
    category_mix,
    tier_nearness,
    features
from compared
where coalesce(audience, category_mix, features) is not null
order by likeness desc, followers desc nulls last, creator_id
limit 20
