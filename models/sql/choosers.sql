-- Which pairs of these creators began, and did the creator ask for the product itself? Grain: product
-- x creator that a post, traffic or a sale tells.
select
    s.product_id,
    s.creator_id,
    exists (
        select 1 from collaborations as h
        where h.product_id = s.product_id and h.creator_id = s.creator_id and h.chosen_by = 'creator'
    ) as is_own_choice
from starts as s
where list_contains($creator_ids, s.creator_id)
order by s.product_id, s.creator_id
