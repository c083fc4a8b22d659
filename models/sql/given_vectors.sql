-- Which feature vectors came with the data? Grain: entity x block.
select
    entity_type,
    entity_id,
    block,
    vector
from entity_features
order by entity_type, block, entity_id
