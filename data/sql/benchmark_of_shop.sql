-- How does a shop do beside others of a category? Means of rates over at least five other shops, so
-- that no large one can be read out, and over their outer thirds where each holds five; only shops
-- with 30 or more of a rate's denominator count.
create or replace macro benchmark_of_shop(first_day, last_day, in_currency, shop) as table
    with

    product_sums as (
        select
            product_id, merchant_id,
            sum(columns(['gmv', 'refunded', 'sku_orders', 'clicks', 'impressions'])),
            sum(columns(['commission', 'lines_without_commission'])),
            sum(seller_discount + platform_discount) as discount,
            sum(if(creator_id is null, 0, gmv)) as attributed
        from store.daily
        where has_scope()
            and day between first_day and last_day and (currency is null or currency = in_currency)
        group by product_id, merchant_id
    ),

    shop_sums as (
        select
            top_category(p.category_path) as category,
            s.merchant_id = shop and in_scope(shop) as is_own,
            sum(columns(s.* exclude (product_id, merchant_id)))
        from product_sums as s
        inner join store.catalogue as p on s.product_id = p.product_id
        where getvariable('sees_all') or s.merchant_id = shop or not in_scope(s.merchant_id)
        group by 1, 2, s.merchant_id
    ),

    rates as (
        select category, is_own, gmv, unnest([
            {'measure': 'ctr', 'rate': ctr(clicks, impressions), 'n': impressions},
            {'measure': 'ctor_sku_orders', 'rate': ctor_sku_orders(sku_orders, clicks), 'n': clicks},
            {'measure': 'refund_rate', 'rate': refund_rate(refunded, gmv), 'n': sku_orders},
            {'measure': 'attributed_share', 'rate': share_of(attributed, gmv), 'n': sku_orders},
            {'measure': 'discount_share', 'rate': share_of(discount, gmv + discount),
                'n': sku_orders},
            {'measure': 'commission_share', 'rate': share_of(
                known_commission(commission, lines_without_commission), gmv), 'n': sku_orders},
        ], recursive := true)
        from shop_sums
    ),

    ranked as (
        select *, ntile(3) over (partition by category, measure order by rate) as third
        from rates where not is_own and n >= 30 and rate is not null
    ),

    others as (
        select category, measure, count(*) as shops, avg(rate) as mean,
            case when count(*) >= 15 then avg(rate) filter (third = 1) end as low,
            case when count(*) >= 15 then avg(rate) filter (third = 3) end as high
        from ranked group by category, measure having count(*) >= 5
    )

    select own.category, own.measure, own.rate as own, own.n, own.gmv, shops, mean, low, high
    from rates as own
    left join others using (category, measure)
    where own.is_own;
