-- What else was in the same orders? Grain: another product, most orders in common first, at most 20.
with

bought as (
    select distinct merchant_id, order_id
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
)

select
    s.product_id,
    coalesce(p.title, s.product_id) as title,
    count(distinct (s.merchant_id, s.order_id)) as orders,
    share_of(count(distinct (s.merchant_id, s.order_id)), (select count(*) from bought)) as share
from sales as s
inner join bought as b on s.merchant_id = b.merchant_id and s.order_id = b.order_id
left join products as p on s.product_id = p.product_id
where s.product_id <> $product_id
group by s.product_id, p.title
order by orders desc, s.product_id
limit 20
