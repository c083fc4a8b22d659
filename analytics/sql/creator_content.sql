-- How does each piece of the creator's content do? Grain: content published, seen, reacted to or sold
-- from in the slice, best by $sort first. Reactions are as a source reports them, up to its own day.
with

seen as (
    select
        content_id,
        sum(impressions) as impressions,
        sum(views) as views,
        sum(clicks) as clicks,
        sum(likes) as likes,
        sum(comments) as comments,
        sum(shares) as shares
    from traffic
    where creator_id = $creator_id
        and content_id is not null
        and day between $first_day and $last_day
        and ($merchant_id is null or merchant_id = $merchant_id)
        and ($product_id is null or product_id = $product_id)
        and ($channel is null or channel = $channel)
        and (
            $category is null
            or product_id in (select product_id from products where is_within(category_path, $category))
        )
    group by content_id
),

sold as (
    select
        content_id,
        sum(gmv) as gmv,
        sum(net_gmv) as net_gmv,
        sum(refunded) as refunded,
        count(*) as sku_orders
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    where content_id is not null
    group by content_id
),

published as (
    select
        c.content_id,
        c.content_type,
        c.title,
        cast(from_utc_timestamp(c.started_at, m.time_zone) as date) as published_on
    from content as c
    cross join market as m
    where c.creator_id = $creator_id
),

reported as (
    select entity_id as content_id, max(value) as reactions, any_value(source) as reported_by
    from reported_metrics
    where entity_type = 'content' and metric = 'num_reactions'
    group by entity_id
),

measured as (
    select
        content_id,
        coalesce(p.content_type, 'unknown') as content_type,
        p.title,
        p.published_on,
        cast(coalesce(e.impressions, 0) as bigint) as impressions,
        cast(coalesce(e.views, 0) as bigint) as views,
        cast(coalesce(e.clicks, 0) as bigint) as clicks,
        cast(coalesce(e.likes, 0) as bigint) as likes,
        cast(coalesce(e.comments, 0) as bigint) as comments,
        cast(coalesce(e.shares, 0) as bigint) as shares,
        cast(coalesce(e.likes + e.comments + e.shares, 0) as bigint) as engagement,
        cast(coalesce(s.gmv, 0) as bigint) as gmv,
        cast(coalesce(s.net_gmv, 0) as bigint) as net_gmv,
        coalesce(s.sku_orders, 0) as sku_orders,
        ctor_sku_orders(s.sku_orders, e.clicks) as ctor_sku_orders,
        watch_gpm(s.gmv, e.views) as watch_gpm,
        refund_rate(s.refunded, s.gmv) as refund_rate,
        r.reactions,
        r.reported_by
    from seen as e
    full join sold as s using (content_id)
    full join (
        from published
        where published_on between $first_day and $last_day
            and coalesce($category, $channel, $product_id) is null
            or content_id in (select content_id from seen)
            or content_id in (select content_id from sold)
    ) as p using (content_id)
    left join reported as r using (content_id)
)

select *, count(*) over () as found
from measured
order by
    case $sort
        when 'net_gmv' then net_gmv
        when 'views' then views
        when 'engagement' then engagement
        when 'reactions' then reactions
        when 'published_on' then published_on - date '1970-01-01'
    end desc nulls last,
    engagement desc,
    published_on desc nulls last,
    content_id
limit $most
