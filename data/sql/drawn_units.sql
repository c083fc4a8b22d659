-- Who was drawn into which experiment, and on which local day? Grain: experiment x unit. A pair has both
-- sides, a product and a creator one; a shopper has none.
create or replace view drawn_units as
    select
        a.*,
        cast(from_utc_timestamp(a.assigned_at, m.time_zone) as date) as assigned_on,
        case when a.unit_type in ('pair', 'product') then split_part(a.unit_id, '|', 1) end
            as product_id,
        case when a.unit_type in ('pair', 'creator') then split_part(a.unit_id, '|', -1) end
            as creator_id
    from assignments as a
    cross join market as m;
