-- What was seen, clicked and bought of each product in each creator's content? Grain: product x creator
-- (none where organic) x channel x seven local days up to $last_day; `day` is the first of them.
-- `seen_clicks` of `impressions` are told from the shop's first impression on, so that a shop that
-- counts clicks alone is left out; `linked_clicks` from its first order that names a click.
-- `ordered` counts clicks by the day of their order, when it became known; `converted` by the click's
-- own day, those with an order within $wait_days days.
with

told as (
    select day, product_id, creator_id, channel, impressions, clicks, 0 as ordered, 0 as converted
    from traffic
    union all
    select ordered_on, product_id, creator_id, channel, 0, 0, converted_clicks, 0
    from converted
    union all
    select day, product_id, creator_id, channel, 0, 0, 0, converted_clicks
    from converted
    where ordered_on <= day + cast($wait_days as integer)
),

started as (
    select
        p.merchant_id,
        min(case when t.impressions > 0 then t.day end) as seen_from,
        min(case when t.ordered > 0 then t.day end) as linked_from
    from told as t
    inner join products as p on t.product_id = p.product_id
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
    sum(case when t.day >= s.linked_from then t.clicks else 0 end) as linked_clicks,
    sum(t.ordered) as ordered,
    sum(t.converted) as converted
from told as t
inner join products as p on t.product_id = p.product_id
inner join started as s on p.merchant_id = s.merchant_id
where t.day <= cast($last_day as date)
    and t.channel in ('live', 'video', 'product_card', 'organic')
group by 1, 2, 3, 4
