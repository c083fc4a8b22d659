-- Which loads does this file hold? Grain: a load.
select load_id from store.loads;
