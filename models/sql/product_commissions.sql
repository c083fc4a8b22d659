-- What does each candidate product pay, beside what a creator usually gets? Grain: a product of
-- $product_ids; medians over all collaborations known.
with

agreed as (
    select
        product_id,
        median(commission_rate) as commission_rate,
        count(commission_rate) as commissions
    from collaborations
    where list_contains($product_ids, product_id)
    group by product_id
),

usual as (
    select median(commission_rate) as usual_commission_rate, count(commission_rate) as agreements
    from collaborations
    where creator_id = $creator_id
)

select
    p.product_id,
    a.commission_rate,
    coalesce(a.commissions, 0) as commissions,
    u.usual_commission_rate,
    u.agreements
from products as p
cross join usual as u
left join agreed as a on p.product_id = a.product_id
where list_contains($product_ids, p.product_id)
order by p.product_id
