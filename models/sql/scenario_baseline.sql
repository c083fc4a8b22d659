-- Where does the product or shop stand before anything changes? Grain: one row, 28 days.
-- How many creators posted is empty where nobody recorded posts: none of the market, or none of the
-- subject although creators sold it.
with

sold as (
    select *, commission_base(commission, commission_rate, net_gmv) as base
    from sales
    where day between cast($last_day as date) - 27 and $last_day
        and currency = $currency
        and ($product_id is null or product_id = $product_id)
        and ($merchant_id is null or merchant_id = $merchant_id)
),

posts as (
    select
        c.creator_id,
        ($product_id is null or c.product_id = $product_id)
        and ($merchant_id is null or c.merchant_id = $merchant_id) as is_of_subject,
        cast(from_utc_timestamp(c.posted_at, m.time_zone) as date) as day
    from collaborations as c
    cross join market as m
    where c.posted_at is not null
),

active as (
    select
        count(*) as posts,
        count(*) filter (where is_of_subject) as posts_of_subject,
        count(distinct creator_id) filter (
            where is_of_subject and day between cast($last_day as date) - 27 and $last_day
        ) as creators
    from posts
    where day <= $last_day
),

paid as (
    select
        sum(commission) as commission,
        sum(platform_fee) as platform_fee,
        sum(goods_cost) as goods_cost,
        sum(flat_fee) as flat_fees,
        sum(sample_cost) as sample_costs,
        coalesce(bool_or(lacks_commission), false) as lacks_commission,
        coalesce(bool_or(lacks_fee_rate), false) as lacks_fee_rate,
        coalesce(bool_or(lacks_fee_day), false) as lacks_fee_day,
        coalesce(bool_or(lacks_cost or lacks_units), false) as lacks_cost,
        coalesce(bool_or(lacks_sample_cost), false) as lacks_sample_cost
    from margin_rows_in(
        cast($last_day as date) - 27, cast($last_day as date), $currency, $merchant_id, null,
        $product_id, null, null
    )
),

one_sample as (
    select avg(sample_cost) as sample_cost
    from (
        select product_id, arg_max(sample_cost, valid_from) as sample_cost
        from product_costs
        where currency = $currency
            and valid_from <= cast($last_day as date)
            and ($product_id is null or product_id = $product_id)
            and ($merchant_id is null or merchant_id = $merchant_id)
        group by product_id
    ) as latest
),

one_fee as (
    select avg(coalesce(c.flat_fee, 0)) as flat_fee
    from collaborations as c
    cross join market as m
    where ($product_id is null or c.product_id = $product_id)
        and ($merchant_id is null or c.merchant_id = $merchant_id)
        and coalesce(c.currency, $currency) = $currency
        and cast(from_utc_timestamp(c.posted_at, m.time_zone) as date)
            between cast($last_day as date) - 181 and $last_day
),

summed as (
    select
        cast(count(*) as bigint) as sku_orders,
        count(creator_id) as credited,
        cast(coalesce(sum(net_gmv), 0) as bigint) as net_gmv,
        cast(coalesce(sum(attributed_net_gmv), 0) as bigint) as attributed_net_gmv,
        cast(
            coalesce(sum(attributed_net_gmv) filter (where channel in ('live', 'video')), 0) as bigint
        ) as content_net_gmv,
        count(*) filter (where channel in ('live', 'video')) as content_sku_orders,
        coalesce(
            sum(base) filter (where creator_id is not null and commission_rate is not null), 0
        ) as commission_base,
        share_of(
            sum(commission_rate * base) filter (where creator_id is not null),
            commission_base
        ) as commission_rate,
        sum(gmv) filter (where units > 0) / nullif(sum(units), 0) as price
    from sold
)

select
    s.sku_orders,
    s.net_gmv,
    s.attributed_net_gmv,
    s.content_net_gmv,
    s.content_sku_orders,
    cast(s.commission_base as double) as commission_base,
    s.commission_rate,
    s.price,
    cast(case when not p.lacks_commission then coalesce(p.commission, 0) end as bigint)
        as commission,
    cast(case when not p.lacks_cost then coalesce(p.goods_cost, 0) end as bigint) as goods_cost,
    cast(case when not p.lacks_fee_rate then coalesce(p.platform_fee, 0) end as bigint)
        as platform_fee,
    cast(case when not p.lacks_fee_day then coalesce(p.flat_fees, 0) end as bigint) as flat_fees,
    cast(
        case when not p.lacks_sample_cost then coalesce(p.sample_costs, 0) end
        as bigint
    ) as sample_costs,
    o.sample_cost,
    f.flat_fee,
    case
        when a.posts_of_subject > 0 or (a.posts > 0 and s.credited = 0) then a.creators
    end as creators
from summed as s
cross join paid as p
cross join one_sample as o
cross join one_fee as f
cross join active as a
