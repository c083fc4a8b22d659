-- Which samples went out, and what became of them? Grain: a collaboration with a sample shipped,
-- overdue ones first; net GMV is the pair's from this sample's shipment up to its next one.
with

counted as (
    select *
    from samples_until($last_day, $currency, $merchant_id, $product_id, $creator_id)
    where ($state is null or state = $state)
        and (
            $category is null
            or product_id in (select product_id from products where is_within(category_path, $category))
        )
),

since as (
    select c.collaboration_id, cast(sum(s.net_gmv) as bigint) as net_gmv
    from counted as c
    inner join sales as s
        on c.product_id = s.product_id
        and c.creator_id = s.creator_id
        and s.day between c.shipped_on and $last_day
        and (c.next_shipped_on is null or s.day < c.next_shipped_on)
    where s.currency = $currency
    group by c.collaboration_id
)

select
    c.collaboration_id,
    c.merchant_id,
    m.name as merchant,
    c.creator_id,
    k.handle,
    c.product_id,
    p.title,
    c.shipped_on,
    c.received_on,
    c.posted_on,
    c.due_on,
    c.extended_due_on,
    case when c.state in ('waiting', 'overdue') then c.due_on - $last_day end as days_left,
    case when c.state in ('waiting', 'overdue') then c.extended_due_on - $last_day end
        as days_left_extended,
    c.state,
    c.sample_cost,
    coalesce(s.net_gmv, 0) as net_gmv_since
from counted as c
left join since as s on c.collaboration_id = s.collaboration_id
left join creators as k on c.creator_id = k.creator_id
left join products as p on c.product_id = p.product_id
left join merchants as m on c.merchant_id = m.merchant_id
order by
    list_position(['overdue', 'waiting', 'on its way', 'never posted', 'posted'], c.state),
    days_left,
    c.shipped_on desc,
    c.collaboration_id
