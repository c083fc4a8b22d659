-- Which pairs work together already, by any record? Grain: product x creator.
select distinct product_id, creator_id
from partners
order by product_id, creator_id
