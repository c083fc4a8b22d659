-- What has each entity of a $kind turned to before the cut-off (null: by now)? Grain: entity x product.
-- `weight`: a sum over events of 2 ^ ((time - $landmark) / $half_life), times in seconds: decay counted
-- forward, so that a later event adds a term and changes none (Cormode et al. 2009). `recent`: when,
-- of those events that are among the entity's last $kept. $entity_id null asks of all.
with

told as (
    select
        entity_id,
        product_id,
        epoch(event_at) as seconds,
        row_number() over (partition by entity_id order by event_at desc, product_id desc) as place
    from interests
    where kind = $kind
        and day < coalesce(cast($cut_off as date), date '9999-12-31')
        and entity_id = coalesce($entity_id, entity_id)
)

select
    entity_id,
    product_id,
    sum(pow(2, (seconds - $landmark) / $half_life)) as weight,
    count(*) as n,
    list(seconds order by seconds) filter (where place <= $kept) as recent
from told
group by entity_id, product_id
order by entity_id, product_id
