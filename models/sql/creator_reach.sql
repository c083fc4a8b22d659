-- How often was each creator's content seen on a day of the last 28, by the shop of what it showed?
-- Grain: creator x shop; one row without a shop where it was not seen.
select
    c.creator_id,
    d.merchant_id,
    coalesce(sum(greatest(d.views, d.impressions)), 0) / 28 as views_before
from creators as c
left join daily as d
    on c.creator_id = d.creator_id
    and d.day between cast($last_day as date) - 27 and $last_day
group by c.creator_id, d.merchant_id
order by c.creator_id, d.merchant_id
