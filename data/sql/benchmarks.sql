-- What a merchant may learn of other shops: sums over at least five of them, the own shop left out.
-- These macros alone read `store` past the scope; a session without a scope gets no row.
create or replace macro benchmark_by_creator(first_day, last_day, in_currency) as table
    select
        creator_id,
        count(distinct merchant_id) as merchants,
        sum(gmv) as gmv,
        sum(net_gmv) as net_gmv,
        sum(sku_orders) as sku_orders,
        sum(clicks) as clicks,
        sum(impressions) as impressions,
        sum(views) as views,
        sum(refunded) as refunded
    from store.daily
    where has_scope()
        and creator_id is not null
        and (getvariable('sees_all') or not in_scope(merchant_id))
        and day between first_day and last_day
        and (currency is null or currency = in_currency)
    group by creator_id
    having count(distinct merchant_id) >= 5;

create or replace macro benchmark_terms_by_creator() as table
    select
        creator_id,
        count(distinct merchant_id) as merchants,
        count(*) filter (where sample_received_at is not null) as samples_received,
        count(*) filter (where sample_received_at is not null and posted_at is not null)
            as samples_posted,
        median(date_diff('day', sample_received_at, posted_at))
            filter (where posted_at >= sample_received_at) as days_to_post,
        median(commission_rate) as commission_rate
    from store.collaborations
    where has_scope() and (getvariable('sees_all') or not in_scope(merchant_id))
    group by creator_id
    having count(distinct merchant_id) >= 5;
