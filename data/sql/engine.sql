-- Functions that Spark has and DuckDB lacks, so that one rollup file serves both.
create or replace macro from_utc_timestamp(instant, time_zone) as
    timezone(time_zone, timezone('UTC', instant));
