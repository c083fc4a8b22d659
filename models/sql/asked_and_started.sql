-- Of creators who were invited, or sent a sample, how many started within 28 days? Grain: one row, over
-- those asked in the $days that have 28 days after them.
with

asked as (
    select
        c.product_id,
        c.creator_id,
        c.merchant_id,
        cast(
            from_utc_timestamp(
                case when $step = 'invited' then c.invited_at else c.sample_shipped_at end,
                m.time_zone
            ) as date
        ) as asked_on
    from collaborations as c
    cross join market as m
)

select
    count(*) as asked,
    count(*) filter (where s.started_on between a.asked_on and a.asked_on + 27) as started,
    count(distinct a.merchant_id) as shops
from asked as a
left join starts as s on a.product_id = s.product_id and a.creator_id = s.creator_id
where a.asked_on <= cast($last_day as date) - 28
    and a.asked_on > cast($last_day as date) - 28 - cast($days as integer)
