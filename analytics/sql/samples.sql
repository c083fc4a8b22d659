-- Which samples went out, and what became of them? Grain: a collaboration with a sample shipped.
-- A creator has 14 days from receipt to post, and one extension of 7.
with

costed as (
    select
        c.*,
        cast(from_utc_timestamp(c.sample_shipped_at, m.time_zone) as date) as shipped_on,
        cast(from_utc_timestamp(c.sample_received_at, m.time_zone) as date) as received_on,
        cast(from_utc_timestamp(c.posted_at, m.time_zone) as date) as posted_on
    from collaborations as c
    cross join market as m
    where c.sample_shipped_at is not null
        and ($merchant_id is null or c.merchant_id = $merchant_id)
        and ($product_id is null or c.product_id = $product_id)
        and ($creator_id is null or c.creator_id = $creator_id)
),

sold as (
    select product_id, creator_id, cast(sum(net_gmv) as bigint) as net_gmv
    from sales
    where day <= $last_day and currency = $currency and creator_id is not null
    group by product_id, creator_id
)

select
    c.collaboration_id,
    c.merchant_id,
    c.creator_id,
    k.handle,
    c.product_id,
    p.title,
    c.shipped_on,
    c.received_on,
    c.posted_on,
    c.received_on + 14 as due_on,
    case when c.posted_on is null then (c.received_on + 14) - $last_day end as days_left,
    case
        when c.posted_on is not null and c.posted_on <= $last_day then 'posted'
        when c.received_on is null or c.received_on > $last_day then 'on its way'
        when $last_day > c.received_on + 21 then 'never posted'
        when $last_day > c.received_on + 14 then 'overdue'
        else 'waiting'
    end as state,
    (
        select arg_max(k.sample_cost, k.valid_from)
        from product_costs as k
        where k.product_id = c.product_id
            and k.currency = $currency
            and k.valid_from <= c.shipped_on
    ) as sample_cost,
    coalesce(s.net_gmv, 0) as net_gmv_since
from costed as c
left join creators as k on c.creator_id = k.creator_id
left join products as p on c.product_id = p.product_id
left join sold as s on c.product_id = s.product_id and c.creator_id = s.creator_id
where c.shipped_on <= $last_day
order by
    case state
        when 'overdue' then 1
        when 'waiting' then 2
        when 'on its way' then 3
        when 'never posted' then 4
        else 5
    end,
    days_left,
    c.collaboration_id
