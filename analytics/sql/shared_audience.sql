-- How many of a creator's shoppers click with those who carry the product, or with $beside, too?
-- Grain: one row, over all days; who carries it now is told by posts that have not ended.
with

others as (
    select distinct creator_id
    from (
        select creator_id
        from collaborations_until(cast($last_day as date), $merchant_id, $product_id, null)
        where status = 'promoting'
        union all
        select unnest($beside) as creator_id
    ) as named
    where creator_id <> $creator_id
),

own as (
    select distinct shopper_id
    from creator_shoppers
    where creator_id = $creator_id and ($merchant_id is null or merchant_id = $merchant_id)
),

met as (
    select distinct s.shopper_id
    from creator_shoppers as s
    inner join own as o on s.shopper_id = o.shopper_id
    inner join others as b on s.creator_id = b.creator_id
    where $merchant_id is null or s.merchant_id = $merchant_id
)

select
    (select count(*) from others) as others,
    (select count(*) from own) as shoppers,
    (select count(*) from met) as shared
