-- By whom is each category sold, beside all categories? Grain: top category x dimension (tier, country,
-- or one of audiences) x bucket. Of order lines with net GMV by creators in the 180 days up to
-- $last_day: the share by those of the bucket, of the n whose creators tell the dimension; and the share
-- of all categories.
with

sold as (
    select
        s.creator_id,
        top_category(p.category_path) as category,
        count(*) as sku_orders
    from sales as s
    inner join products as p on s.product_id = p.product_id
    where s.creator_id is not null
        and p.category_path is not null
        and s.currency = $currency
        and s.day between cast($last_day as date) - 179 and $last_day
        and s.net_gmv > 0
    group by 1, 2
),

traits as (
    select creator_id, 'tier' as dimension, tier as bucket, 1.0 as share
    from creators
    where tier is not null
    union all
    select creator_id, 'country', country, 1.0
    from creators
    where country is not null
    union all
    select creator_id, dimension, bucket, share
    from creator_audience
),

summed as (
    select
        s.category,
        t.dimension,
        t.bucket,
        sum(s.sku_orders * t.share) as sku_orders
    from sold as s
    inner join traits as t on s.creator_id = t.creator_id
    group by 1, 2, 3
)

select
    category,
    dimension,
    bucket,
    sku_orders / sum(sku_orders) over (partition by category, dimension) as share,
    sum(sku_orders) over (partition by dimension, bucket)
    / sum(sku_orders) over (partition by dimension) as usual,
    cast(round(sum(sku_orders) over (partition by category, dimension)) as bigint) as n
from summed
order by 1, 2, 3
