-- Who has worked with what, by any record? Grain: product x creator. As in pairs.sql: a collaboration
-- counts once it has posted, or where it has no date of its own; whoever was only invited, or asked for
-- a sample, has not worked with it yet.
create or replace view partners as
    select product_id, creator_id
    from traffic
    where product_id is not null and creator_id is not null
    union
    select product_id, creator_id
    from sales
    where product_id is not null and creator_id is not null
    union
    select product_id, creator_id
    from collaborations
    where posted_at is not null
        or coalesce(
            invited_at,
            sample_requested_at,
            sample_shipped_at,
            sample_received_at,
            accepted_at,
            ended_at
        ) is null;
