-- What was seen, clicked and bought of each product in each creator's content? Grain: product x creator
-- (none where organic) x channel x seven local days up to $last_day; `day` is the first of them.
-- `seen_clicks` of `impressions` are told from the shop's first impression on, so that a shop that
-- counts clicks alone is left out; `linked_clicks` from its first order that names a click.
-- `ordered` counts clicks by the day of their order, when it became known; `converted` by the click's
-- own day, those with an order within $wait_days days. As the rollup `traffic` counts, which a training
-- has no other need of.
with

told as (
    select
        cast(from_utc_timestamp(e.event_at, m.time_zone) as date) as day,
        e.product_id,
        e.creator_id,
        case
            when e.creator_id is null then 'organic'
            when e.content_type in ('live', 'video', 'product_card') then e.content_type
        end as channel,
        case when e.kind = 'impression' then e.n else 0 end as impressions,
        case when e.kind = 'click' then e.n else 0 end as clicks,
        0 as ordered,
        0 as converted
    from events as e
    cross join market as m
    where e.kind in ('impression', 'click')
    union all
    select ordered_on, product_id, creator_id, channel, 0, 0, converted_clicks, 0
    from converted
    union all
    select day, product_id, creator_id, channel, 0, 0, 0, converted_clicks
    from converted
    where ordered_on <= day + cast($wait_days as integer)
),

seen as (
    select
        p.merchant_id,
        cast(from_utc_timestamp(min(e.event_at), max(m.time_zone)) as date) as seen_from
    from events as e
    inner join products as p on e.product_id = p.product_id
    cross join market as m
    where e.kind = 'impression'
    group by 1
),

linked as (
    select p.merchant_id, min(c.ordered_on) as linked_from
    from converted as c
    inner join products as p on c.product_id = p.product_id
    group by 1
)

select
    cast($last_day as date) - 6
    - 7 * cast(floor((cast($last_day as date) - t.day) / 7.0) as integer) as day,
    t.product_id,
    coalesce(t.creator_id, '') as creator_id,
    t.channel,
    sum(case when t.day >= s.seen_from then t.impressions else 0 end) as impressions,
    sum(case when t.day >= s.seen_from then t.clicks else 0 end) as seen_clicks,
    sum(case when t.day >= l.linked_from then t.clicks else 0 end) as linked_clicks,
    sum(t.ordered) as ordered,
    sum(t.converted) as converted
from told as t
inner join products as p on t.product_id = p.product_id
left join seen as s on p.merchant_id = s.merchant_id
left join linked as l on p.merchant_id = l.merchant_id
where t.day <= cast($last_day as date)
    and t.channel in ('live', 'video', 'product_card', 'organic')
group by 1, 2, 3, 4
