-- What do others report, and what have we for the same days? Grain: source x entity x window x metric
-- x currency; money in minor units. Each way of counting differently is a column beside `own`.
with

measures (metric, measure, of_channel) as (
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
            when r.entity_type <> 'content' then m.of_channel end as of_channel
    from reported_metrics as r
    left join measures as m on r.metric = m.metric and r.entity_type <> 'live'
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

known as (
    select false as is_traffic, min(day) as first_day, max(day) as last_day from sales
    union all
    select true, min(day), max(day) from traffic
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
    t.currency, t.low, t.value, t.high,
    case when t.measure is not null and c.first_day <= t.ends_on and c.last_day >= t.starts_on
        then coalesce(o.own, 0) end as own,
    o.in_utc_days, o.without_cancelled, o.by_creation, o.net_of_refunds,
    c.first_day <= t.starts_on and c.last_day >= t.ends_on as is_covered
from told as t
left join known as c
    on c.is_traffic = coalesce(t.measure in ('views', 'impressions', 'clicks'), false)
left join counted as o using (source, entity_type, entity_id, starts_on, ends_on, metric, currency)
order by t.ends_on desc, t.starts_on, t.source, t.entity_type, t.entity_id, t.metric
