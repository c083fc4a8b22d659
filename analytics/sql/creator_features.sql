-- What is given of the creator as feature vectors, beside the others' mean? Grain: block x place in the
-- vector; for blocks of at most 40 places, which can be shown.
with

unfolded as (
    select
        entity_id,
        block,
        unnest(vector) as value,
        generate_subscripts(vector, 1) as place
    from entity_features
    where entity_type = 'creator' and len(vector) <= 40
)

select
    block,
    place,
    max(value) filter (where entity_id = $creator_id) as value,
    avg(value) as mean,
    count(*) as creators
from unfolded
group by block, place
having value is not null
order by block, place
