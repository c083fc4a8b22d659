-- Notes a load, or the undo of one, as taken up. Grain: a manifest.
insert into store.loads
values ($number, $load_id, $source, $files, $by, $committed_at, $rows, $rejected, $undoes);
