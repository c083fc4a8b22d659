-- Until when is the market whole? One row per market: the local day before `complete_until_at`, else
-- before the last sale or event, for that day may go on; posts count where neither has a date, as a
-- post may be noted long after an export of orders ends. Empty where nothing has a date.
create or replace view last_complete_day as
    select
        cast(
            coalesce(
                cast(from_utc_timestamp(m.complete_until_at, m.time_zone) as date),
                greatest(
                    (select max(day) from sales),
                    cast(
                        from_utc_timestamp((select max(event_at) from events), m.time_zone) as date
                    )
                ),
                cast(
                    from_utc_timestamp((select max(posted_at) from collaborations), m.time_zone)
                    as date
                )
            ) - 1 as date
        ) as last_day
    from market as m;
