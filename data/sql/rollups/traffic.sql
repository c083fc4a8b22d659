-- How often was each product seen, clicked, carted? Grain: local day x shop x product x creator x content.
select
    cast(from_utc_timestamp(e.event_at, m.time_zone) as date) as day,
    e.merchant_id,
    e.product_id,
    e.creator_id,
    e.content_id,
    case
        when e.creator_id is null then 'organic'
        when e.content_type in ('live', 'video', 'product_card') then e.content_type
        else 'unattributed'
    end as channel,
    cast(sum(case when e.kind = 'impression' then e.n else 0 end) as bigint) as impressions,
    cast(sum(case when e.kind = 'view' then e.n else 0 end) as bigint) as views,
    sum(case when e.kind = 'view' then coalesce(e.watch_seconds, 0) else 0 end) as watch_seconds,
    cast(sum(case when e.kind = 'click' then e.n else 0 end) as bigint) as clicks,
    cast(sum(case when e.kind = 'add_to_cart' then e.n else 0 end) as bigint) as add_to_carts,
    cast(sum(case when e.kind = 'follow' then e.n else 0 end) as bigint) as follows,
    cast(sum(case when e.kind = 'like' then e.n else 0 end) as bigint) as likes,
    cast(sum(case when e.kind = 'comment' then e.n else 0 end) as bigint) as comments,
    cast(sum(case when e.kind = 'share' then e.n else 0 end) as bigint) as shares
from events as e
cross join market as m
group by 1, 2, 3, 4, 5, 6
