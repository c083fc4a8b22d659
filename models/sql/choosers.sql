-- Which pairs of these creators began, did the creator ask for the product itself, and what came of the
-- first 28 days where they are over? Grain: product x creator that a post, traffic or a sale tells.
select
    s.product_id,
    s.creator_id,
    case when s.started_on + 27 <= cast($last_day as date) then s.sku_orders end as own_orders,
    exists (
        select 1 from collaborations as h
        where h.product_id = s.product_id and h.creator_id = s.creator_id and h.chosen_by = 'creator'
    ) as is_own_choice
from starts as s
where list_contains($creator_ids, s.creator_id) and s.currency = $currency
order by s.product_id, s.creator_id
