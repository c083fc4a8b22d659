-- Functions that Spark has and DuckDB lacks, so that one rollup file serves both.
create or replace macro from_utc_timestamp(instant, time_zone) as
    timezone(time_zone, timezone('UTC', instant));
create or replace macro top_category(category_path) as split_part(category_path, ' > ', 1);
-- How many levels two paths have in common, from the widest on.
create or replace macro common_levels(one, other) as len(list_filter(
    range(1, len(string_split(one, ' > ')) + 1),
    lambda n: string_split(one, ' > ')[1:n] = string_split(other, ' > ')[1:n]
));
create or replace macro is_within(category_path, category) as
    category_path = category or starts_with(category_path, category || ' > ');
-- What the newest row that has a column says in it, of rows that loads told of one key.
create or replace macro newest(value, name, untold, place) as
    arg_max_null(value, place) filter (where not list_contains(untold, name));
-- The newest that is known of it: what a report leaves empty is unknown, and makes nothing unknown.
create or replace macro newest_known(value, name, untold, place) as
    arg_max(value, place) filter (where not list_contains(untold, name));
-- The whole part of value * part / whole, exact for any amount of money; 0 of nothing.
create or replace macro whole_share(value, part, whole) as
    cast(coalesce(cast(value as hugeint) * part // nullif(whole, 0), 0) as bigint);
-- A part of an amount that many share by their rooms, of which those up to this one come to `up_to`. What
-- rounding takes from one the next one gets, so that all parts sum to the amount.
create or replace macro shared(amount, room, up_to, whole) as
    whole_share(amount, up_to, whole) - whole_share(amount, up_to - room, whole);
-- The id of a creator who may be named by an older handle.
create or replace macro called(creator_id) as
    coalesce(getvariable('aliases')[creator_id], creator_id);
-- The sum of parts of which some may be unknown; unknown where all are.
create or replace macro together(one, other, third) as case
    when coalesce(one, other, third) is not null
        then coalesce(one, 0) + coalesce(other, 0) + coalesce(third, 0)
end;
-- Whether an amount is expected of which nothing has been paid yet.
create or replace macro is_awaited(expected, paid) as
    coalesce(expected, 0) <> 0 and coalesce(paid, 0) = 0;
