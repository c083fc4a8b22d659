-- What did a shopper or a creator turn to, and when? A row per event that tells of an interest.
-- Shoppers: a click, a product put into the cart, an order line paid; so what was bought counts more
-- than once where all three are known. Creators: a product on a day on which content first showed it
-- or it was sold, once a day however much was sold, so that one bestseller hides no other choice;
-- `event_at` is then the start of the local day. Nothing here looks at rows later than its own.
create or replace view interests as
    select
        'shopper' as kind,
        e.shopper_id as entity_id,
        e.product_id,
        e.event_at,
        cast(from_utc_timestamp(e.event_at, m.time_zone) as date) as day
    from events as e
    cross join market as m
    where e.kind in ('click', 'add_to_cart') and e.shopper_id is not null and e.product_id is not null
    union all
    select 'shopper', shopper_id, product_id, sold_at, day
    from sales
    where shopper_id is not null and product_id is not null
    union all
    select 'creator', creator_id, product_id, cast(day as timestamp), day
    from (
        select creator_id, product_id, min(day) as day
        from traffic
        where creator_id is not null and product_id is not null
        group by creator_id, product_id, content_id
        union
        select creator_id, product_id, day
        from sales
        where creator_id is not null and product_id is not null
    );
