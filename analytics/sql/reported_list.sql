-- What do others report of each thing of a kind, and what does its page name? Grain: source x thing x
-- window x metric x currency; money in minor units. Of a band, `figure` is the lower end.
select
    r.entity_id,
    coalesce(k.handle, p.title, m.name, c.title, r.entity_id) as name,
    case r.entity_type
        when 'content' then c.creator_id
        when 'live' then r.merchant_id
        else r.entity_id
    end as opens,
    r.merchant_id,
    r.source,
    r.starts_on,
    r.ends_on,
    r.metric,
    r.currency,
    coalesce(r.value, r.low, r.high) as figure,
    r.value is null as is_band
from reported_metrics as r
left join creators as k on r.entity_type = 'creator' and r.entity_id = k.creator_id
left join products as p on r.entity_type = 'product' and r.entity_id = p.product_id
left join merchants as m on r.entity_type = 'merchant' and r.entity_id = m.merchant_id
left join content as c on r.entity_type = 'content' and r.entity_id = c.content_id
where r.entity_type = $entity_type
    and ($merchant_id is null or r.merchant_id = $merchant_id)
