-- What became of each sample sent up to a day? A creator has 14 days from receipt to post, and one
-- extension of 7. Overdue: the 14 days are over, the 7 are not; never posted: both are over.
create or replace macro samples_until(
    last_day, in_currency, of_merchant, of_product, of_creator
) as table
    with known as (
        select * replace (
            case when received_on <= last_day then received_on end as received_on,
            case when posted_on <= last_day then posted_on end as posted_on,
            case when currency = in_currency then sample_cost end as sample_cost
        )
        from samples
        where shipped_on <= last_day
            and (of_merchant is null or merchant_id = of_merchant)
            and (of_product is null or product_id = of_product)
            and (of_creator is null or creator_id = of_creator)
    )

    select
        * exclude (currency),
        received_on + 14 as due_on,
        received_on + 21 as extended_due_on,
        case
            when posted_on is not null then 'posted'
            when received_on is null then 'on its way'
            when last_day <= received_on + 14 then 'waiting'
            when last_day <= received_on + 21 then 'overdue'
            else 'never posted'
        end as state
    from known;
