-- Which shoppers clicked in whose content? Grain: creator x shopper x shop of the product clicked.
select
    creator_id,
    shopper_id,
    merchant_id,
    cast(sum(n) as bigint) as clicks
from events
where kind = 'click' and creator_id is not null and shopper_id is not null
group by 1, 2, 3
