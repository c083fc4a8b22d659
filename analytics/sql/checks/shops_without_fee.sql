-- Which shops sold while their platform fee was unknown? Grain: a shop x currency.
with

sold as (
    select
        merchant_id,
        currency,
        count(*) filter (where platform_fee is null) as lines_without_fee,
        count(*) as lines,
        cast(sum(net_gmv) as bigint) as net_gmv
    from sales
    group by merchant_id, currency
)

select
    s.merchant_id,
    m.name,
    s.lines_without_fee,
    s.lines,
    s.net_gmv,
    s.currency,
    count(*) over () as failing,
    (select count(*) from sold) as checked
from sold as s
left join merchants as m on s.merchant_id = m.merchant_id
where s.lines_without_fee > 0
order by s.net_gmv desc, s.merchant_id
limit $most
