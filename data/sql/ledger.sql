-- Notes a load as taken up. Grain: a load.
insert into store.loads
values ($number, $load_id, $source, $files, $by, $committed_at, $rows, $rejected);
