-- Which samples does a margin bear? Grain: a sample, on the day it was shipped; its cost is empty where
-- it is not known; none for one channel, for a sample belongs to none. `found` counts them all.
with

costed as (
    select product_id, min(currency) as currency
    from product_costs
    group by product_id
)

select
    s.shipped_on as day,
    s.sample_cost,
    s.state,
    s.product_id,
    s.creator_id,
    s.merchant_id,
    s.collaboration_id,
    count(*) over () as found
from samples_until($last_day, $currency, $merchant_id, $product_id, $creator_id) as s
cross join market as m
left join products as p on s.product_id = p.product_id
left join costed as k on s.product_id = k.product_id
where s.shipped_on >= $first_day
    and $channel is null
    and ($category is null or is_within(p.category_path, $category))
    and (s.sample_cost is not null or coalesce(k.currency, p.currency, m.currency) = $currency)
order by s.shipped_on, s.collaboration_id
limit $most
