-- Which load was taken up last? Grain: one row.
select coalesce(max(number), 0) from store.loads;
