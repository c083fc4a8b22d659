-- With whom does a product, or a creator, work by now, by any record? Grain: product x creator.
-- Give one of the two ids, the other null; whoever was only invited may still be a match.
select product_id, creator_id
from partners
where product_id = $product_id or creator_id = $creator_id
order by product_id, creator_id
