-- Which creators are known, and how many shops did each work with? Grain: creator that a text finds.
select
    creator_id,
    '@' || k.handle as handle,
    k.followers,
    k.tier,
    k.country,
    count(distinct c.merchant_id) as merchants,
    count(distinct c.product_id) as products,
    count(*) over () as found
from creators as k
left join collaborations as c using (creator_id)
where has_words(concat_ws(' ', '@' || k.handle, creator_id), $text)
    and ($tier is null or k.tier = $tier)
    and ($country is null or k.country = $country)
group by all
order by merchants desc, k.followers desc nulls last, creator_id
limit $most
