-- Until when is the market whole? Grain: one row; empty where nothing has a date.
select
    cast(
        coalesce(
            cast(from_utc_timestamp(m.complete_until_at, m.time_zone) as date),
            greatest(
                (select max(day) from sales),
                (select max(day) from traffic),
                (
                    select max(cast(from_utc_timestamp(posted_at, m.time_zone) as date))
                    from collaborations
                )
            )
        ) - 1 as date
    ) as last_day
from market as m
