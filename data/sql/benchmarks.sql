-- What a merchant may learn of other shops: sums over at least five of them, the own shop left out.
-- These macros alone read `store` past the scope; a session without a scope gets no row.

-- A sum over shops, a row each: told where five of them have any of what the measure is of, for a shop
-- that was merely clicked hides nobody's sales.
create or replace macro sum_of_five(amount, n) as
    case when count(*) filter (where n > 0) >= 5 then sum(amount) end;

create or replace macro benchmark_by_creator(first_day, last_day, in_currency) as table
    with shop_sums as (
        select
            creator_id,
            merchant_id,
            sum(columns(['gmv', 'net_gmv', 'sku_orders', 'refunded'])),
            sum(columns(['impressions', 'views', 'clicks']))
        from store.daily
        where has_scope()
            and creator_id is not null
            and merchant_id is not null
            and (getvariable('sees_all') or not in_scope(merchant_id))
            and day between first_day and last_day
            and (currency is null or currency = in_currency)
        group by creator_id, merchant_id
    )

    select
        creator_id,
        count(*) as merchants,
        sum_of_five(gmv, gmv) as gmv,
        sum_of_five(net_gmv, gmv) as net_gmv,
        sum_of_five(sku_orders, gmv) as sku_orders,
        sum_of_five(refunded, gmv) as refunded,
        sum_of_five(clicks, clicks) as clicks,
        sum_of_five(impressions, impressions) as impressions,
        sum_of_five(views, views) as views
    from shop_sums
    group by creator_id
    having count(*) >= 5;

create or replace macro benchmark_terms_by_creator() as table
    with known as (
        select
            creator_id,
            merchant_id,
            commission_rate,
            case when sample_received_at is not null then merchant_id end as sampled_by,
            sample_received_at is not null and posted_at is not null as is_posted,
            case
                when posted_at >= sample_received_at
                    then date_diff('day', sample_received_at, posted_at)
            end as days_to_post
        from store.collaborations
        where has_scope() and (getvariable('sees_all') or not in_scope(merchant_id))
    )

    select
        creator_id,
        count(distinct merchant_id) as merchants,
        case when count(distinct sampled_by) >= 5 then count(sampled_by) end as samples_received,
        case when count(distinct sampled_by) >= 5 then count(*) filter (where is_posted) end
            as samples_posted,
        case
            when count(distinct merchant_id) filter (where days_to_post is not null) >= 5
                then median(days_to_post)
        end as days_to_post,
        case
            when count(distinct merchant_id) filter (where commission_rate is not null) >= 5
                then median(commission_rate)
        end as commission_rate
    from known
    group by creator_id
    having count(distinct merchant_id) >= 5;
