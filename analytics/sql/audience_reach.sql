-- How many shoppers are known to have clicked in the creator's content? Grain: one row, over all days.
select
    count(distinct shopper_id) as shoppers,
    cast(coalesce(sum(clicks), 0) as bigint) as clicks,
    (select count(*) from (from creator_shoppers limit 1)) > 0 as has_shoppers
from creator_shoppers
where creator_id = $creator_id and ($merchant_id is null or merchant_id = $merchant_id)
