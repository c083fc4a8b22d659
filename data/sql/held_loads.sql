-- Which loads and undos has this file taken up? Grain: a manifest.
select load_id from store.loads;
