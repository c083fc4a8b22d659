-- Which shops match every word of a text? Grain: shop, at most 50: an exact id, then names that begin
-- with the text, then by name.
with

described as (
    select
        merchant_id as id,
        name,
        concat_ws(' · ', category, country) as note,
        concat_ws(' ', name, merchant_id, category) as haystack
    from merchants
)

select id, name, note
from described
where has_words(haystack, $text)
order by
    lower(id) = lower(trim($text)) desc,
    starts_with(lower(name), lower(trim($text))) desc,
    lower(name),
    id
limit 50
