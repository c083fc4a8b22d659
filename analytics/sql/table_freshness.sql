-- How much does each table hold, and which local days? Grain: contract table, largest first.
-- Dimensions have no days; an instant of 1970-01-01 stands for "no date known" and counts as none.
with

instants as (
    select 'content' as "table", count(*) as rows, min(started_at) as first_at, max(started_at) as last_at
    from content
    union all
    select 'events', count(*), min(event_at), max(event_at) from events
    union all
    select 'order_lines', count(*), min(created_at), max(coalesce(paid_at, created_at))
    from order_lines
    union all
    select 'affiliate_lines', count(*), min(created_at), max(created_at) from affiliate_lines
    union all
    select
        'collaborations',
        count(*),
        min(coalesce(invited_at, sample_requested_at, sample_shipped_at, accepted_at, posted_at)),
        max(greatest(invited_at, sample_requested_at, sample_shipped_at, accepted_at, posted_at))
    from collaborations
    union all
    select 'live_minutes', count(*), min(minute_at), max(minute_at) from live_minutes
    union all
    select 'assignments', count(*), min(assigned_at), max(assigned_at) from assignments
),

spans as (
    select
        i."table",
        i.rows,
        cast(from_utc_timestamp(nullif(i.first_at, timestamp '1970-01-01'), m.time_zone) as date)
            as first_day,
        cast(from_utc_timestamp(nullif(i.last_at, timestamp '1970-01-01'), m.time_zone) as date)
            as last_day
    from instants as i
    cross join market as m
    union all
    select 'promotions', count(*), min(starts_on), max(ends_on) from promotions
    union all
    select 'reported_metrics', count(*), min(starts_on), max(ends_on) from reported_metrics
    union all
    select 'report_windows', count(*), min(starts_on), max(ends_on) from report_windows
    union all by name
    select 'merchants' as "table", count(*) as rows from merchants
    union all by name select 'products' as "table", count(*) as rows from products
    union all by name select 'product_costs' as "table", count(*) as rows from product_costs
    union all by name select 'merchant_fees' as "table", count(*) as rows from merchant_fees
    union all by name select 'creators' as "table", count(*) as rows from creators
    union all by name select 'creator_audience' as "table", count(*) as rows from creator_audience
    union all by name select 'creator_aliases' as "table", count(*) as rows from creator_aliases
    union all by name select 'entity_features' as "table", count(*) as rows from entity_features
    union all by name select 'promotion_products' as "table", count(*) as rows from promotion_products
)

select *
from spans
order by rows desc, "table"
