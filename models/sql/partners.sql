-- With whom does a product, or a creator, work by now, by any record? Grain: product x creator.
-- Give one of the two ids, the other null. As in pairs.sql: a collaboration counts once it has
-- posted, or where it has no date of its own; whoever was only invited may still be a match.
select product_id, creator_id
from traffic
where (product_id = $product_id or creator_id = $creator_id)
    and product_id is not null
    and creator_id is not null
union
select product_id, creator_id
from sales
where (product_id = $product_id or creator_id = $creator_id)
    and product_id is not null
    and creator_id is not null
union
select product_id, creator_id
from collaborations
where (product_id = $product_id or creator_id = $creator_id)
    and (
        posted_at is not null
        or coalesce(
            invited_at,
            sample_requested_at,
            sample_shipped_at,
            sample_received_at,
            accepted_at,
            ended_at
        ) is null
    )
order by product_id, creator_id
