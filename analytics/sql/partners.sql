-- How many creators has each shop worked with? Grain: merchant with a collaboration.
select
    c.merchant_id,
    m.name,
    count(distinct c.creator_id) as creators
from collaborations as c
left join merchants as m on c.merchant_id = m.merchant_id
group by c.merchant_id, m.name
order by creators desc, c.merchant_id
