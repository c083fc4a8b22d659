-- Which flat fees fall into a period? Grain: collaboration with a fee. It counts on the day that both
-- sides agreed, else of the first post, else on the first day known of it; a fee without any day
-- belongs to every period as one that lacks its day, for it would be lost in silence otherwise.
create or replace macro flat_fees_in(
    first_day, last_day, in_currency, of_merchant, of_category, of_product, of_creator
) as table
    with dated as (
        select
            c.*,
            coalesce(c.currency, m.currency) = in_currency as is_in_currency,
            cast(
                from_utc_timestamp(
                    coalesce(
                        c.accepted_at,
                        c.posted_at,
                        least(
                            c.invited_at,
                            c.sample_requested_at,
                            c.sample_shipped_at,
                            c.sample_received_at
                        )
                    ),
                    m.time_zone
                ) as date
            ) as agreed_on
        from collaborations as c
        cross join market as m
        where c.flat_fee > 0
    )

    select
        d.collaboration_id,
        d.merchant_id,
        d.product_id,
        d.creator_id,
        d.agreed_on,
        case when d.agreed_on is not null then d.flat_fee end as flat_fee,
        d.agreed_on is null as lacks_fee_day
    from dated as d
    left join products as p on d.product_id = p.product_id
    where d.is_in_currency
        and coalesce(d.agreed_on between first_day and last_day, true)
        and (of_merchant is null or d.merchant_id = of_merchant)
        and (of_category is null or is_within(p.category_path, of_category))
        and (of_product is null or d.product_id = of_product)
        and (of_creator is null or d.creator_id = of_creator);
