-- Which samples and fixed fees of each unit fell into the 28 days from its draw, and what did one sample
-- cost on the day of the draw? Grain: unit of a list of pairs or products, minor units; of a pair its own, of
-- a product all. A fee without any day may be of these.
with

drawn as (
    from drawn_units
    where experiment_id = $experiment_id and unit_type = $unit_type and product_id is not null
),

spent as (
    select product_id, creator_id, shipped_on as day, 1 as sample, sample_cost, 0 as flat_fee
    from samples_until($last_day, $currency, null, null, null)
    union all
    select product_id, creator_id, agreed_on, 0, 0, flat_fee
    from flat_fees_in(date '1900-01-01', $last_day, $currency, null, null, null, null)
),

of_products as (
    select distinct on (d.unit_id) d.unit_id, k.sample_cost
    from drawn as d
    inner join product_costs as k on d.product_id = k.product_id and k.valid_from <= d.assigned_on
    where k.currency = $currency
    order by d.unit_id, k.valid_from desc
)

select
    d.unit_id,
    coalesce(sum(s.sample), 0) as samples,
    cast(coalesce(sum(s.sample_cost), 0) as double) as sample_costs,
    count(s.day) filter (where s.sample_cost is null) as samples_missing_cost,
    cast(coalesce(sum(s.flat_fee), 0) as double) as flat_fees,
    count(s.product_id) filter (where s.flat_fee is null) as fees_missing_day,
    cast(any_value(k.sample_cost) as double) as sample_cost
from drawn as d
left join spent as s
    on d.product_id = s.product_id
    and coalesce(d.creator_id, s.creator_id) = s.creator_id
    and coalesce(s.day between d.assigned_on and d.assigned_on + 27, true)
left join of_products as k on d.unit_id = k.unit_id
group by d.unit_id
order by d.unit_id
