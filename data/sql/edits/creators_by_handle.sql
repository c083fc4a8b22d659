-- Who goes by these handles? Grain: a handle of a creator. Looks past the scope, for who writes a
-- handle knows it already; else a shop's entry would make a second creator of one it may not see.
with

named as (
    select creator_id, handle from store.creators
    union
    select creator_id, alias from store.creator_aliases
)

select creator_id, handle
from named
where list_contains($handles::varchar[], lower(trim(ltrim(trim(handle), '@'))))
