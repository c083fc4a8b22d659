-- What do others report, and what have we for the same days? Grain: source x entity x window x metric
-- x currency; money in minor units. Each way of counting differently is a column beside `own`.
with

measures (metric, measure, channel) as (
    values ('gmv', 'gmv', null), ('gross_revenue', 'gmv', null), ('revenue', 'gmv', null),
        ('video_gmv', 'gmv', 'video'), ('live_gmv', 'gmv', 'live'), ('live_revenue', 'gmv', 'live'),
        ('product_card_gmv', 'gmv', 'product_card'), ('video_revenue', 'gmv', 'video'),
        ('net_gmv', 'net_gmv', null), ('refunded', 'refunded', null), ('orders', 'orders', null),
        ('sku_orders', 'sku_orders', null), ('items_sold', 'units', null),
        ('est_commission', 'commission', null), ('video_views', 'views', 'video'),
        ('product_impressions', 'impressions', null), ('product_clicks', 'clicks', null)
),

told as (
    select r.*, m.measure,
        case when r.entity_type = 'merchant' and r.source like '%LIVE%' then 'live'
            when r.entity_type <> 'content' then m.channel end as of_channel,
        coalesce(r.merchant_id, p.merchant_id) as shop,
        -- Who led to a sale and where it was made, no file but Affiliate orders tells of exports.
        case when m.measure in ('views', 'impressions', 'clicks') then 'traffic'
            when r.entity_type in ('creator', 'content') or of_channel is not null
                then 'affiliate_orders'
            else 'all_orders' end as told_by
    from reported_metrics as r
    left join measures as m on r.metric = m.metric and r.entity_type <> 'live'
    left join products as p on r.entity_type = 'product' and r.entity_id = p.product_id
    where ($entity_type is null or r.entity_type = $entity_type)
        and ($entity_id is null or r.entity_id = $entity_id)
        and ($merchant_id is null or r.merchant_id = $merchant_id)
),

dated as (
    select s.*, cast(s.sold_at as date) as utc_day,
        cast(from_utc_timestamp(l.created_at, m.time_zone) as date) as created_day
    from sales as s
    inner join lines as l using (merchant_id, order_id, sku_id)
    cross join market as m
),

matched as (
    select t.source, t.entity_type, t.entity_id, t.starts_on, t.ends_on, t.metric, t.currency,
        t.measure = 'orders' as is_orders, [s.merchant_id, s.order_id] as of_order,
        s.day between t.starts_on and t.ends_on as is_own,
        s.utc_day between t.starts_on and t.ends_on as is_utc,
        s.created_day between t.starts_on and t.ends_on as is_created,
        s.status <> 'cancelled' as is_uncancelled,
        case when t.measure = 'gmv' then s.net_gmv end as net,
        case t.measure when 'gmv' then s.gmv when 'net_gmv' then s.net_gmv when 'units' then s.units
            when 'refunded' then s.refunded when 'commission' then s.commission
            when 'sku_orders' then 1
        end as amount
    from told as t
    inner join dated as s
        on t.entity_id = case t.entity_type when 'creator' then s.creator_id
            when 'content' then s.content_id when 'product' then s.product_id
            when 'merchant' then s.merchant_id end
        and (t.merchant_id is null or s.merchant_id = t.merchant_id)
        and (t.of_channel is null or s.channel = t.of_channel)
        and (t.currency = '' or s.currency = t.currency)
        and (s.day between t.starts_on and t.ends_on or s.utc_day between t.starts_on and t.ends_on
            or s.created_day between t.starts_on and t.ends_on)
    where t.measure not in ('views', 'impressions', 'clicks')
    union all
    select t.source, t.entity_type, t.entity_id, t.starts_on, t.ends_on, t.metric, t.currency,
        false, null, true, null, null, null, null,
        case t.measure when 'views' then s.views when 'clicks' then s.clicks
            else s.impressions end
    from told as t
    inner join traffic as s
        on t.entity_id = case t.entity_type when 'creator' then s.creator_id
            when 'content' then s.content_id when 'product' then s.product_id end
        and (t.merchant_id is null or s.merchant_id = t.merchant_id)
        and (t.of_channel is null or s.channel = t.of_channel)
        and s.day between t.starts_on and t.ends_on
    where t.measure in ('views', 'impressions', 'clicks')
),

seen as (
    select 'traffic' as told_by, merchant_id, day from traffic
    union
    select 'all_orders', merchant_id, day
    from sales
    semi join order_states using (merchant_id, order_id, sku_id)
    union
    select 'affiliate_orders', s.merchant_id, s.day
    from sales as s
    inner join lines as l using (merchant_id, order_id, sku_id)
    where l.is_attribution_unstated is not true
),

-- The days that a file says it covers; of a shop without such a file, from the first to the last.
spans as (
    select report as told_by, merchant_id, starts_on, ends_on from report_windows
    union all
    select told_by, merchant_id, min(day), max(day)
    from seen
    where (told_by, merchant_id) not in (select (report, merchant_id) from report_windows)
    group by told_by, merchant_id
    union all
    select told_by, merchant_id, day, day from seen
),

known as (
    select t.told_by, t.shop, t.entity_type, t.starts_on, t.ends_on, count(distinct d.day) as days
    from (
        select distinct told_by, shop, entity_type, starts_on, ends_on
        from told
        where measure is not null
    ) as t
    inner join (
        select distinct told_by, merchant_id,
            cast(unnest(generate_series(starts_on, ends_on, interval 1 day)) as date) as day
        from spans
    ) as d
        on t.told_by = d.told_by
        and (t.shop = d.merchant_id or (t.shop is null and t.entity_type <> 'product'))
        and d.day between t.starts_on and t.ends_on
    group by all
),

counted as (
    select source, entity_type, entity_id, starts_on, ends_on, metric, currency,
        case when is_orders then count(distinct of_order) filter (is_own)
            else sum(amount) filter (is_own) end as own,
        case when is_orders then count(distinct of_order) filter (is_utc)
            else sum(amount) filter (is_utc) end as in_utc_days,
        case when is_orders then count(distinct of_order) filter (is_own and is_uncancelled)
            else sum(amount) filter (is_own and is_uncancelled) end as without_cancelled,
        case when is_orders then count(distinct of_order) filter (is_created)
            else sum(amount) filter (is_created) end as by_creation,
        sum(net) filter (is_own) as net_of_refunds
    from matched
    group by source, entity_type, entity_id, starts_on, ends_on, metric, currency, is_orders
)

select t.source, t.entity_type, t.entity_id, t.merchant_id, t.starts_on, t.ends_on, t.metric,
    t.currency, t.low, t.value, t.high, t.shop,
    case when k.days > 0 then coalesce(o.own, 0) end as own,
    o.in_utc_days, o.without_cancelled, o.by_creation, o.net_of_refunds,
    k.days > date_diff('day', t.starts_on, t.ends_on) as is_covered,
    case when t.measure is not null and k.days is null and t.told_by <> 'traffic'
        then t.told_by end as lacks
from told as t
left join known as k
    on t.told_by = k.told_by and t.shop is not distinct from k.shop and t.measure is not null
    and t.entity_type = k.entity_type and t.starts_on = k.starts_on and t.ends_on = k.ends_on
left join counted as o
    on t.source = o.source and t.entity_type = o.entity_type and t.entity_id = o.entity_id
    and t.starts_on = o.starts_on and t.ends_on = o.ends_on
    and t.metric = o.metric and t.currency = o.currency
order by t.ends_on desc, t.starts_on, t.source, t.entity_type, t.entity_id, t.metric
