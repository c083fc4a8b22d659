-- Which creators match every word of a text? Grain: creator, at most 50: an exact id or handle, then
-- handles that begin with the text, then who has most followers.
with

described as (
    select
        creator_id as id,
        '@' || handle as name,
        concat_ws(' · ', tier, country, categories[1]) as note,
        followers,
        concat_ws(' ', '@' || handle, creator_id) as haystack
    from creators
)

select id, name, note, followers
from described
where has_words(haystack, $text)
order by
    lower(id) = lower(trim($text)) or lower(name) = '@' || lower(ltrim(trim($text), '@')) desc,
    starts_with(lower(name), '@' || lower(ltrim(trim($text), '@'))) desc,
    followers desc nulls last,
    name,
    id
limit 50
