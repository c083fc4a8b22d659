-- Who makes how much of net GMV? Grain: creator, product or shop with net GMV, the largest first;
-- sales that no creator is credited with have no place in a spread over creators.
with

summed as (
    select
        case $over
            when 'creator' then creator_id
            when 'product' then product_id
            when 'merchant' then merchant_id
        end as id,
        cast(sum(net_gmv) as bigint) as net_gmv
    from daily_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    group by id
    having sum(net_gmv) > 0
),

ranked as (
    select
        id,
        net_gmv,
        row_number() over (order by net_gmv desc, id) as rank,
        net_gmv / sum(net_gmv) over () as share,
        sum(net_gmv) over (order by net_gmv desc, id rows unbounded preceding)
            / sum(net_gmv) over () as cumulative_share
    from summed
    where id is not null
)

select
    r.rank,
    r.id,
    coalesce(p.title, '@' || c.handle, m.name, r.id) as name,
    r.net_gmv,
    r.share,
    r.cumulative_share
from ranked as r
left join products as p on $over = 'product' and r.id = p.product_id
left join creators as c on $over = 'creator' and r.id = c.creator_id
left join merchants as m on $over = 'merchant' and r.id = m.merchant_id
order by r.rank
