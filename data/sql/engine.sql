-- Functions that Spark has and DuckDB lacks, so that one rollup file serves both.
create or replace macro from_utc_timestamp(instant, time_zone) as
    timezone(time_zone, timezone('UTC', instant));
create or replace macro top_category(category_path) as split_part(category_path, ' > ', 1);
create or replace macro is_within(category_path, category) as
    category_path = category or starts_with(category_path, category || ' > ');
-- The id of a creator who may be named by an older handle.
create or replace macro called(creator_id) as
    coalesce(getvariable('aliases')[creator_id], creator_id);
