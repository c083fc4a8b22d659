-- Until when is the market whole? One row per market: the local day before `complete_until_at`, else
-- before the last sale or event, for that day may go on, unless it is the only one or people said that
-- their order report ends with it; posts count where neither has a date, as a post may be noted long
-- after an export of orders ends. Empty where nothing has a date.
create or replace view last_complete_day as
    with seen as (
        select
            least(
                (select min(day) from sales),
                cast(from_utc_timestamp((select min(event_at) from events), m.time_zone) as date)
            ) as first_day,
            greatest(
                (select max(day) from sales),
                cast(from_utc_timestamp((select max(event_at) from events), m.time_zone) as date)
            ) as last_day,
            cast(
                from_utc_timestamp((select max(posted_at) from collaborations), m.time_zone) as date
            ) as last_post_on,
            cast(from_utc_timestamp(m.complete_until_at, m.time_zone) as date) as complete_until_on,
            (
                select max(ends_on) from report_windows
                where is_end_said and report = 'all_orders'
            ) as said_until_on
        from market as m
    )

    select
        cast(
            coalesce(
                complete_until_on - 1,
                greatest(
                    last_day - 1,
                    first_day,
                    case when said_until_on is not null then least(said_until_on, last_day) end
                ),
                last_post_on - 1
            ) as date
        ) as last_day
    from seen;
