-- How does each creator do? Grain: creator that the filters find, best by $sort first, at most $most;
-- `n` counts what a ratio rests on, `found` the creators before the cut. Samples: all up to the end.
with

summed as (
    select
        creator_id,
        cast(coalesce(sum(net_gmv) filter (where day >= $first_day), 0) as bigint) as net_gmv,
        cast(coalesce(sum(net_gmv) filter (where day < $first_day), 0) as bigint) as net_gmv_before,
        cast(coalesce(sum(gmv) filter (where day >= $first_day), 0) as bigint) as gmv,
        coalesce(sum(refunded) filter (where day >= $first_day), 0) as refunded,
        cast(coalesce(sum(commission) filter (where day >= $first_day), 0) as bigint) as commission,
        sum(lines_without_commission) filter (where day >= $first_day) as lines_without_commission,
        cast(coalesce(sum(sku_orders) filter (where day >= $first_day), 0) as bigint) as sku_orders,
        cast(coalesce(sum(clicks) filter (where day >= $first_day), 0) as bigint) as clicks,
        cast(coalesce(sum(impressions) filter (where day >= $first_day), 0) as bigint) as impressions,
        cast(coalesce(sum(views) filter (where day >= $first_day), 0) as bigint) as views
    from daily_in(
        $previous_first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id,
        $channel
    )
    where creator_id is not null
    group by creator_id
),

ordered as (
    select creator_id, count(distinct (merchant_id, order_id)) as orders
    from sales_in(
        $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
    )
    group by creator_id
),

sampled as (
    select creator_id, count(received_on) as received,
        count(posted_on) filter (received_on is not null) as posted
    from samples_until($last_day, $currency, $merchant_id, $product_id, $creator_id)
    group by creator_id
),

rated as (
    select
        creator_id,
        '@' || k.handle as handle,
        k.followers,
        k.tier,
        k.country,
        coalesce(s.net_gmv, 0) as net_gmv,
        coalesce(s.net_gmv_before, 0) as net_gmv_before,
        coalesce(s.net_gmv, 0) - coalesce(s.net_gmv_before, 0) as change,
        coalesce(s.gmv, 0) as gmv,
        known_commission(s.commission, s.lines_without_commission) as commission,
        coalesce(o.orders, 0) as orders,
        coalesce(s.sku_orders, 0) as sku_orders,
        coalesce(s.clicks, 0) as clicks,
        coalesce(s.impressions, 0) as impressions,
        coalesce(s.views, 0) as views,
        ctr(s.clicks, s.impressions) as ctr,
        ctor_sku_orders(s.sku_orders, s.clicks) as ctor_sku_orders,
        watch_gpm(s.gmv, s.views) as watch_gpm,
        show_gpm(s.gmv, s.impressions) as show_gpm,
        aov(s.gmv, o.orders) as aov,
        refund_rate(s.refunded, s.gmv) as refund_rate,
        coalesce(p.received, 0) as received,
        coalesce(p.posted, 0) as posted,
        sample_post_rate(p.posted, p.received) as sample_post_rate,
        case
            when $sort = 'ctr' then s.impressions
            when $sort = 'ctor_sku_orders' then s.clicks
            when $sort in ('watch_gpm', 'show_gpm', 'aov', 'refund_rate') then s.sku_orders
            when $sort = 'sample_post_rate' then p.received
        end as n
    from creators as k
    left join summed as s using (creator_id)
    left join ordered as o using (creator_id)
    left join sampled as p using (creator_id)
    where has_words(concat_ws(' ', '@' || k.handle, creator_id), $text)
        and ($tier is null or k.tier = $tier)
        and ($country is null or k.country = $country)
        and (len($creator_ids) = 0 or list_contains($creator_ids, creator_id))
        and (
            s.creator_id is not null
            or len($creator_ids) > 0
            or coalesce($category, $channel, $merchant_id) is null
        )
)

select *, count(*) over () as found
from rated
where not $hides_thin
    or n >= 30
    or $sort not in (
        'ctr', 'ctor_sku_orders', 'watch_gpm', 'show_gpm', 'aov', 'refund_rate', 'sample_post_rate'
    )
order by
    case $sort
        when 'net_gmv' then net_gmv
        when 'change' then change
        when 'orders' then orders
        when 'followers' then followers
        when 'ctr' then ctr
        when 'ctor_sku_orders' then ctor_sku_orders
        when 'watch_gpm' then watch_gpm
        when 'show_gpm' then show_gpm
        when 'aov' then aov
        when 'refund_rate' then refund_rate
        when 'sample_post_rate' then sample_post_rate
    end desc nulls last,
    net_gmv desc,
    clicks desc,
    followers desc nulls last,
    creator_id
limit $most
