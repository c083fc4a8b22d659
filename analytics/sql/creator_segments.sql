-- How does each creator behave beside its peers, and to which segment does that put it? Grain: creator
-- with traffic or sales in the slice. Peers: the other creators of the tier, all others where the tier
-- has fewer than five. A rate differs if it is off by a fifth and by two standard errors of two shares.
with

summed as (
    select
        creator_id,
        coalesce(sum(net_gmv) filter (where day >= $first_day), 0) as net_gmv,
        coalesce(sum(net_gmv) filter (where day < $first_day), 0) as net_gmv_before,
        coalesce(sum(sku_orders) filter (where day >= $first_day), 0) as sku_orders,
        coalesce(sum(sku_orders) filter (where day < $first_day), 0) as sku_orders_before,
        coalesce(sum(clicks) filter (where day >= $first_day), 0) as clicks,
        coalesce(sum(impressions) filter (where day >= $first_day), 0) as impressions,
        coalesce(sum(views) filter (where day >= $first_day), 0) as views
    from daily_in(
        $previous_first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id,
        $channel
    )
    where creator_id is not null
    group by creator_id
),

returned as (
    select creator_id, count(*) filter (where refunded > 0) as refunded_lines
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

joined as (
    select
        s.*,
        case
            when sum(s.impressions) over () > 0 then s.impressions
            when sum(s.views) over () > 0 then s.views
            else s.clicks
        end as reach,
        coalesce(r.refunded_lines, 0) as refunded_lines,
        coalesce(p.received, 0) as received,
        coalesce(p.posted, 0) as posted,
        coalesce(k.handle, s.creator_id) as handle,
        k.tier,
        if(count(*) over (partition by k.tier) > 5, k.tier, null) as peer_group
    from summed as s
    left join returned as r using (creator_id)
    left join sampled as p using (creator_id)
    left join creators as k using (creator_id)
),

beside as (
    select
        *,
        case when peer_group is null then all_creators - 1 else tier_creators - 1 end as peers
    from (
        select
            *,
            count(*) over () as all_creators,
            count(*) over (partition by peer_group) as tier_creators,
            if(peer_group is null, median(reach) over (), median(reach) over g) as peer_reach,
            if(peer_group is null, sum(clicks) over (), sum(clicks) over g) - clicks as clicks_p,
            if(peer_group is null, sum(impressions) over (), sum(impressions) over g) - impressions
                as impressions_p,
            if(peer_group is null, sum(sku_orders) over (), sum(sku_orders) over g) - sku_orders
                as sku_orders_p,
            if(peer_group is null, sum(refunded_lines) over (), sum(refunded_lines) over g)
                - refunded_lines as refunded_lines_p,
            if(peer_group is null, sum(received) over (), sum(received) over g) - received as received_p,
            if(peer_group is null, sum(posted) over (), sum(posted) over g) - posted as posted_p
        from joined
        window g as (partition by peer_group)
    )
),

differing as (
    select
        *,
        differs(sku_orders, clicks, sku_orders_p, clicks_p) as ctor_is,
        differs(clicks, impressions, clicks_p, impressions_p) as ctr_is,
        differs(refunded_lines, sku_orders, refunded_lines_p, sku_orders_p) as refunds_are,
        differs(posted, received, posted_p, received_p) as posting_is
    from beside
),

placed as (
    select
        *,
        case
            when received >= 10 and posting_is < 0 then 'no_show'
            when clicks < 30 then 'thin'
            when sku_orders >= 30 and refunds_are > 0 then 'returned'
            when sku_orders_before >= 30 and net_gmv <= net_gmv_before / 2 then 'cooling'
            when reach >= peer_reach and ctor_is > 0 then 'star'
            when reach >= peer_reach and ctor_is < 0 then 'unsold'
            when reach >= peer_reach and ctr_is < 0 then 'unclicked'
            when reach < peer_reach and ctor_is > 0 then 'gem'
            when reach < peer_reach and ctor_is < 0 then 'misfit'
            else 'steady'
        end as segment
    from differing
)

select
    segment,
    creator_id,
    '@' || handle as handle,
    tier,
    cast(net_gmv as bigint) as net_gmv,
    cast(net_gmv_before as bigint) as net_gmv_before,
    cast(reach as bigint) as reach,
    peer_reach,
    peers,
    cast(clicks as bigint) as clicks,
    cast(impressions as bigint) as impressions,
    cast(sku_orders as bigint) as sku_orders,
    cast(sku_orders_before as bigint) as sku_orders_before,
    received,
    ctor_sku_orders(sku_orders, clicks) as ctor,
    ctor_sku_orders(sku_orders_p, clicks_p) as peer_ctor,
    ctr(clicks, impressions) as ctr,
    ctr(clicks_p, impressions_p) as peer_ctr,
    share_of(refunded_lines, sku_orders) as refunded_share,
    share_of(refunded_lines_p, sku_orders_p) as peer_refunded_share,
    sample_post_rate(posted, received) as sample_post_rate,
    sample_post_rate(posted_p, received_p) as peer_sample_post_rate,
    count(*) over (partition by segment) as creators,
    cast(sum(net_gmv) over (partition by segment) as bigint) as segment_net_gmv,
    share_of(sum(net_gmv) over (partition by segment), sum(net_gmv) over ()) as segment_share
from placed
order by net_gmv desc, clicks desc, creator_id
