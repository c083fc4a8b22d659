-- Which shops match every word of a text? Grain: shop, at most 50: an exact id, then names that begin
-- with the text, then by name.
with

described as (
    select
        merchant_id as id,
        name,
        concat_ws(' · ', category, country) as note,
        strip_accents(lower(concat_ws(' ', name, merchant_id, category))) as haystack
    from merchants
)

select id, name, note
from described
where len(
    list_filter(
        string_split(strip_accents(lower(trim($text))), ' '),
        lambda word: not contains(haystack, word)
    )
) = 0
order by
    lower(id) = lower(trim($text)) desc,
    starts_with(lower(name), lower(trim($text))) desc,
    lower(name),
    id
limit 50
