-- How does this shop do beside others of its categories? Grain: category of the shop x measure, the
-- shop's largest category first; the others' figures are empty below five other shops.
select
    category,
    measure,
    own,
    cast(n as bigint) as n,
    cast(gmv as bigint) as gmv,
    shops,
    mean,
    low,
    high
from benchmark_of_shop($first_day, $last_day, $currency, $merchant_id)
where category is not null
order by gmv desc, category, measure
