-- Which costs are held? Grain: product of the shop x the day from which its costs hold.
select product_id, valid_from, unit_cost, sample_cost, currency
from product_costs
where merchant_id = $merchant_id
