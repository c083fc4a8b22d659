-- Which collaborations posted before they were agreed, or got a sample before it left?
-- Grain: a collaboration.
select
    collaboration_id,
    merchant_id,
    product_id,
    creator_id,
    invited_at,
    sample_shipped_at,
    sample_received_at,
    accepted_at,
    posted_at,
    count(*) over () as failing,
    (select count(*) from collaborations) as checked
from collaborations
where posted_at < accepted_at
    or posted_at < invited_at
    or sample_received_at < sample_shipped_at
    or ended_at < posted_at
order by collaboration_id
limit $most
