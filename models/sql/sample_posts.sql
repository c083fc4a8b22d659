-- How many samples received were posted? Grain: top category; only samples old enough to be decided.
select
    top_category(p.category_path) as category,
    count(*) as received,
    count(*) filter (where c.posted_at is not null) as posted,
    list(distinct c.merchant_id) as merchant_ids
from collaborations as c
inner join products as p on c.product_id = p.product_id
cross join market as m
where c.sample_received_at is not null
    and cast(from_utc_timestamp(c.sample_received_at, m.time_zone) as date)
        < cast($last_day as date) - 21
group by 1
order by 1
