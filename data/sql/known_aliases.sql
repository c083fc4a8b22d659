-- Which handle belongs to whom? Grain: an alias.
select alias, creator_id from store.creator_aliases;
