-- Which collaborations may get a flat fee? Grain: collaboration of the shop, whole.
from collaborations
where merchant_id = $merchant_id
