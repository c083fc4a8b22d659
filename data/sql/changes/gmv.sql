-- What was sold each month? Grain: local month x currency; money in minor units.
select
    strftime(day, '%Y-%m') as month,
    currency,
    cast(sum(gmv) as bigint) as gmv,
    cast(sum(net_gmv) as bigint) as net_gmv
from store.sales
group by all
order by all
