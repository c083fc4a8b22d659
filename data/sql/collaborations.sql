-- Where did each collaboration stand at the end of a day? Grain: a collaboration that had begun.
create or replace macro collaborations_until(last_day, of_merchant, of_product, of_creator) as table
    with dated as (
        select
            c.*,
            timezone('UTC', timezone(m.time_zone, cast(last_day + 1 as timestamp))) as until
        from collaborations as c
        cross join market as m
        where (of_merchant is null or c.merchant_id = of_merchant)
            and (of_product is null or c.product_id = of_product)
            and (of_creator is null or c.creator_id = of_creator)
    )

    select
        * exclude (until),
        case
            when ended_at < until then 'ended'
            when posted_at < until then 'promoting'
            when coalesce(accepted_at, sample_shipped_at) < until then 'agreed'
            when coalesce(invited_at, sample_requested_at) < until then 'invited'
            else 'recorded'
        end as status
    from dated
    where coalesce(
        least(invited_at, sample_requested_at, sample_shipped_at, accepted_at, posted_at) < until, true
    );
