-- Who may have got a sample? Grain: creator of the market, or named in the shop's orders or
-- collaborations; without a handle where none is known.
with

named as (
    select creator_id, handle from creators
    union
    select creator_id, null from order_lines where merchant_id = $merchant_id
    union
    select creator_id, null from collaborations where merchant_id = $merchant_id
)

select creator_id, max(handle) as handle
from named
where creator_id is not null
group by creator_id
