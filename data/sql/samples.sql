-- What became of each sample sent up to a day? A creator has 14 days from receipt to post, and one
-- extension of 7. Overdue: the 14 days are over, the 7 are not; never posted: both are over.
create or replace macro samples_until(
    last_day, in_currency, of_merchant, of_product, of_creator
) as table
    with

    sent as (
        select
            c.collaboration_id,
            c.merchant_id,
            c.product_id,
            c.creator_id,
            cast(from_utc_timestamp(c.sample_shipped_at, m.time_zone) as date) as shipped_on,
            cast(from_utc_timestamp(c.sample_received_at, m.time_zone) as date) as arrived_on,
            cast(from_utc_timestamp(c.posted_at, m.time_zone) as date) as first_posted_on
        from collaborations as c
        cross join market as m
        where c.sample_shipped_at is not null
            and (of_merchant is null or c.merchant_id = of_merchant)
            and (of_product is null or c.product_id = of_product)
            and (of_creator is null or c.creator_id = of_creator)
    ),

    known as (
        select
            * exclude (arrived_on, first_posted_on),
            case when arrived_on <= last_day then arrived_on end as received_on,
            case when first_posted_on <= last_day then first_posted_on end as posted_on,
            lead(shipped_on) over (
                partition by product_id, creator_id order by shipped_on, collaboration_id
            ) as next_shipped_on
        from sent
        where shipped_on <= last_day
    )

    select
        *,
        received_on + 14 as due_on,
        received_on + 21 as extended_due_on,
        case
            when posted_on is not null then 'posted'
            when received_on is null then 'on its way'
            when last_day <= received_on + 14 then 'waiting'
            when last_day <= received_on + 21 then 'overdue'
            else 'never posted'
        end as state,
        (
            select arg_max_null(k.sample_cost, k.valid_from)
            from product_costs as k
            where k.product_id = known.product_id
                and k.currency = in_currency
                and k.valid_from <= known.shipped_on
        ) as sample_cost
    from known;
