-- How many samples stand where? Grain: state, the one to act upon first; cost in minor units.
with

counted as (
    from samples_until($last_day, $currency, $merchant_id, $product_id, $creator_id)
    where $category is null
        or product_id in (select product_id from products where is_within(category_path, $category))
)

select
    state,
    count(*) as samples,
    count(sample_cost) as costed,
    cast(sum(sample_cost) as bigint) as sample_cost,
    count(distinct creator_id) as creators,
    count(distinct merchant_id) as merchants
from counted
group by state
order by list_position(['overdue', 'waiting', 'on its way', 'never posted', 'posted'], state)
