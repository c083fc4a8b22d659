-- What are these creators and products called? Grain: pair, in the order given.
with

pairs as (
    select
        unnest($creator_ids::varchar[]) as creator_id,
        unnest($product_ids::varchar[]) as product_id,
        generate_subscripts($product_ids::varchar[], 1) as place
)

select
    '@' || coalesce(c.handle, a.creator_id) as handle,
    coalesce(p.title, a.product_id) as title
from pairs as a
left join creators as c on a.creator_id = c.creator_id
left join products as p on a.product_id = p.product_id
order by a.place
