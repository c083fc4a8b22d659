-- Which samples and fees are held, and which pairs sold without? Grain: collaboration of the shop, the
-- latest first, then product x creator that sold and has none, by net GMV; days are local.
with

names as (
    select creator_id, handle, count(*) over (partition by lower(trim(ltrim(handle, '@')))) as alike
    from creators
),

held as (
    select
        c.collaboration_id,
        c.product_id,
        c.creator_id,
        cast(from_utc_timestamp(c.sample_shipped_at, m.time_zone) as date) as shipped_on,
        cast(from_utc_timestamp(c.sample_received_at, m.time_zone) as date) as received_on,
        cast(from_utc_timestamp(c.posted_at, m.time_zone) as date) as posted_on,
        c.flat_fee,
        cast(from_utc_timestamp(c.accepted_at, m.time_zone) as date) as agreed_on,
        c.commission_rate,
        coalesce(c.currency, case when c.flat_fee is not null then m.currency end) as currency,
        coalesce(c.sample_shipped_at, c.accepted_at, c.posted_at, c.invited_at) as latest_at,
        null as net_gmv
    from collaborations as c
    cross join market as m
    where c.merchant_id = $merchant_id
),

sold as (
    select s.product_id, s.creator_id, sum(s.net_gmv) as net_gmv
    from sales as s
    anti join held as h on s.product_id = h.product_id and s.creator_id = h.creator_id
    where s.merchant_id = $merchant_id and s.product_id is not null and s.creator_id is not null
    group by s.product_id, s.creator_id
),

pairs as (
    select * from held
    union all by name
    select * from sold
)

select
    r.* exclude (creator_id, currency, latest_at, net_gmv),
    case when k.alike = 1 then '@' || k.handle else r.creator_id end as creator,
    coalesce(p.title, r.product_id) as title,
    coalesce(r.currency, p.currency, m.currency) as currency
from pairs as r
cross join market as m
left join names as k on r.creator_id = k.creator_id
left join products as p on r.product_id = p.product_id
where has_words(concat_ws(' ', '@' || k.handle, r.creator_id, p.title, r.product_id), $text)
order by
    r.collaboration_id is null,
    r.latest_at desc nulls last,
    r.net_gmv desc nulls last,
    (r.collaboration_id, r.product_id, r.creator_id)
limit 200
