-- What has each entity of a $kind turned to before the cut-off (null: by now)? Grain: entity x product.
-- `weight`: a sum over events of 2 ^ ((time - $landmark) / $half_life), times in seconds: decay counted
-- forward, so that a later event adds a term and changes none (Cormode et al. 2009). `recent`: when,
-- of those events that are among the entity's last $kept. A null $entity_id or $merchant_id asks of
-- all; products without a row are unknown to whoever keeps the profiles up, so they are left out.
with

told as (
    select
        i.entity_id,
        i.product_id,
        epoch(i.event_at) as seconds,
        row_number() over (
            partition by i.entity_id order by i.event_at desc, i.product_id desc
        ) as place
    from interests as i
    inner join products as p on i.product_id = p.product_id
    where i.kind = $kind
        and i.day < coalesce(cast($cut_off as date), date '9999-12-31')
        and i.entity_id = coalesce($entity_id, i.entity_id)
        and p.merchant_id = coalesce($merchant_id, p.merchant_id)
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
