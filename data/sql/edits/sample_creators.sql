-- Who may have got a sample? Grain: a name of a creator of the market, or of one in the shop's orders
-- or collaborations; without a handle where none is known.
with

named as (
    select creator_id, handle from creators
    union
    select creator_id, alias from creator_aliases
    union
    select creator_id, null from order_lines where merchant_id = $merchant_id
    union
    select creator_id, null from collaborations where merchant_id = $merchant_id
)

select creator_id, handle
from named
where creator_id is not null
