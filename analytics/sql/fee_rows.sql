-- Which platform fee rates are held? Grain: the day from which the shop's rate holds.
select valid_from, platform_fee_rate
from merchant_fees
where merchant_id = $merchant_id
order by valid_from desc
