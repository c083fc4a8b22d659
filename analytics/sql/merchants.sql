-- Which shops are there? Grain: merchant, by name.
select merchant_id, name
from merchants
order by lower(name), merchant_id
