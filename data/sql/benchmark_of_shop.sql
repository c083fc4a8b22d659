-- How does a shop do beside others of a category? Means of rates over at least five other shops, so
-- that no large one can be read out, and over their outer thirds where each holds five; only shops
-- with 30 or more of a rate's denominator count.
create or replace macro benchmark_of_shop(first_day, last_day, in_currency, shop) as table
    with

    shop_sums as (
        select
            top_category(p.category_path) as category,
            d.merchant_id = shop and in_scope(shop) as is_own,
            sum(gmv) as gmv,
            sum(seller_discount + platform_discount) as discount,
            sum(refunded) as refunded,
            sum(commission) as commission,
            sum(sku_orders) as lines,
            sum(clicks) as clicks,
            sum(impressions) as impressions,
            sum(if(creator_id is null, 0, gmv)) as attributed
        from store.daily as d
        inner join store.products as p on d.product_id = p.product_id
        where has_scope()
            and day between first_day and last_day
            and (d.currency is null or d.currency = in_currency)
            and (getvariable('sees_all') or d.merchant_id = shop or not in_scope(d.merchant_id))
        group by d.merchant_id, 1, 2
    ),

    rates as (
        select category, is_own, gmv, unnest([
            {'measure': 'ctr', 'rate': ctr(clicks, impressions), 'n': impressions},
            {'measure': 'ctor_sku_orders', 'rate': ctor_sku_orders(lines, clicks), 'n': clicks},
            {'measure': 'refund_rate', 'rate': refund_rate(refunded, gmv), 'n': lines},
            {'measure': 'attributed_share', 'rate': share_of(attributed, gmv), 'n': lines},
            {'measure': 'discount_share', 'rate': share_of(discount, gmv + discount), 'n': lines},
            {'measure': 'commission_share', 'rate': share_of(commission, gmv), 'n': lines},
        ], recursive := true)
        from shop_sums
    ),

    ranked as (
        select *, ntile(3) over (partition by category, measure order by rate) as third
        from rates where not is_own and n >= 30 and rate is not null
    ),

    others as (
        select
            category,
            measure,
            count(*) as shops,
            avg(rate) as mean,
            case when count(*) >= 15 then avg(rate) filter (third = 1) end as low,
            case when count(*) >= 15 then avg(rate) filter (third = 3) end as high
        from ranked
        group by category, measure having count(*) >= 5
    )

    select own.category, own.measure, own.rate as own, own.n, own.gmv, shops, mean, low, high
    from rates as own
    left join others using (category, measure)
    where own.is_own;
