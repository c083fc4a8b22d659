-- Which flat fees does a margin bear? Grain: a collaboration with a fee, on the day that both sides
-- agreed (else of the first post); none for one channel, for a fee belongs to none. `found` counts all.
with

dated as (
    select
        c.*,
        coalesce(c.currency, m.currency) as paid_in,
        cast(from_utc_timestamp(coalesce(c.accepted_at, c.posted_at), m.time_zone) as date) as day
    from collaborations as c
    cross join market as m
    where c.flat_fee > 0
)

select
    c.day,
    c.flat_fee,
    c.product_id,
    c.creator_id,
    c.merchant_id,
    c.collaboration_id,
    count(*) over () as found
from dated as c
left join products as p on c.product_id = p.product_id
where c.day between $first_day and $last_day
    and c.paid_in = $currency
    and $channel is null
    and ($merchant_id is null or c.merchant_id = $merchant_id)
    and ($category is null or is_within(p.category_path, $category))
    and ($product_id is null or c.product_id = $product_id)
    and ($creator_id is null or c.creator_id = $creator_id)
order by c.day, c.collaboration_id
limit $most
