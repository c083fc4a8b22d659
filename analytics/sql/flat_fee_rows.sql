-- Which collaborations have or may have a flat fee? Grain: collaboration, the latest first.
select
    c.collaboration_id,
    '@' || coalesce(k.handle, c.creator_id) as creator,
    coalesce(p.title, c.product_id) as title,
    case
        when c.ended_at is not null then 'ended'
        when c.posted_at is not null then 'promoting'
        when coalesce(c.accepted_at, c.sample_shipped_at) is not null then 'agreed'
        else 'invited'
    end as status,
    c.flat_fee,
    coalesce(c.currency, m.currency) as currency
from collaborations as c
cross join market as m
left join creators as k on c.creator_id = k.creator_id
left join products as p on c.product_id = p.product_id
where c.merchant_id = $merchant_id
    and has_words(concat_ws(' ', k.handle, c.creator_id, p.title, c.product_id), $text)
order by
    coalesce(c.accepted_at, c.posted_at, c.invited_at, c.recorded_at) desc,
    c.collaboration_id
limit 200
