-- What did the sales of each unit's product cost in the 28 days from its draw, and of how many lines is that
-- not known? Grain: unit of a list of pairs or products, minor units.
with

drawn as (
    from drawn_units
    where experiment_id = $experiment_id and unit_type = $unit_type and product_id is not null
),

sold as (
    select *
    from sales
    where day <= $last_day and currency = $currency
)

select
    d.unit_id,
    cast(coalesce(sum(s.commission), 0) as double) as commission,
    cast(coalesce(sum(s.platform_fee), 0) as double) as platform_fee,
    cast(coalesce(sum(s.goods_cost), 0) as double) as goods_cost,
    count(s.day) filter (where s.commission is null) as lines_missing_commission,
    count(s.day) filter (where s.platform_fee is null and s.net_gmv <> 0) as lines_missing_fee,
    count(s.day) filter (
        where (s.goods_cost is null and s.net_units <> 0)
            or (s.is_quantity_implausible and s.is_kept)
    ) as lines_missing_cost
from drawn as d
left join sold as s
    on d.product_id = s.product_id and s.day between d.assigned_on and d.assigned_on + 27
group by d.unit_id
order by d.unit_id
