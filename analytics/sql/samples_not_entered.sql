-- Which samples do reports tell of that nobody entered? Grain: shop, by its newest report that touches
-- the days asked about; of a product the whole shop's, for no report names products. `entered` counts
-- the samples known of the report's days.
with

told as (
    select
        merchant_id,
        source,
        starts_on,
        ends_on,
        cast(sum(value) as bigint) as reported
    from reported_metrics
    where metric = 'samples_shipped'
        and entity_type = 'creator'
        and starts_on <= $last_day
        and ends_on >= $first_day
        and ($merchant_id is null or merchant_id = $merchant_id)
        and ($creator_id is null or entity_id = $creator_id)
        and (
            $product_id is null
            or merchant_id = (select p.merchant_id from products as p where p.product_id = $product_id)
        )
    group by all
),

newest as (
    select *
    from told
    qualify row_number() over (
        partition by merchant_id order by ends_on desc, starts_on desc, source
    ) = 1
),

known as (
    select
        n.source,
        n.starts_on,
        n.ends_on,
        n.reported,
        count(s.shipped_on) as entered
    from newest as n
    left join samples as s
        on n.merchant_id = s.merchant_id
        and s.shipped_on between n.starts_on and n.ends_on
        and ($creator_id is null or s.creator_id = $creator_id)
    group by all
)

from known
where reported > entered
order by reported - entered desc, source
