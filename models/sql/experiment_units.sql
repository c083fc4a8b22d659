-- Who was drawn into an experiment, into which arm, and what started? Grain: unit. Without a cluster of
-- their own, pairs of one product go together, whose sales they share. `starts` counts pairs that began
-- in the 28 days from the draw: the unit's own, of a product those with any creator, of a creator those
-- with any product of the shop that runs the experiment.
with

drawn as (
    from drawn_units where experiment_id = $experiment_id and unit_type = $unit_type
),

of_units as (
    select d.unit_id, s.started_on - d.assigned_on as since
    from drawn as d
    inner join starts as s
        on d.product_id = s.product_id and coalesce(d.creator_id, s.creator_id) = s.creator_id
    union all
    select d.unit_id, s.started_on - d.assigned_on as since
    from drawn as d
    inner join starts as s
        on d.creator_id = s.creator_id and coalesce(d.merchant_id, s.merchant_id) = s.merchant_id
    where d.product_id is null
),

begun as (
    select unit_id, count(*) as starts from of_units where since between 0 and 27 group by unit_id
)

select
    d.unit_id,
    d.product_id,
    d.arm,
    coalesce(d.cluster_id, d.product_id, d.creator_id) as cluster_id,
    d.propensity,
    d.stratum,
    d.assigned_on,
    cast(coalesce(b.starts, 0) as double) as starts,
    (d.product_id is null or p.product_id is not null)
    and (d.creator_id is null or c.creator_id is not null) as is_known,
    coalesce(top_category(p.category_path), split_part(c.categories[1], ' > ', 1)) as category,
    cast(p.price as double) as price,
    c.tier
from drawn as d
left join begun as b on d.unit_id = b.unit_id
left join products as p on d.product_id = p.product_id
left join creators as c on d.creator_id = c.creator_id
order by d.unit_id
