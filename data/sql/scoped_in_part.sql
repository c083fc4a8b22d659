-- What a viewer may see in part: rows that touch the own shop, without what concerns another's.

-- A promotion of the whole market, or one with the viewer's products; how often it was used is told
-- only where nobody else's product took part.
create or replace view promotions as
    with shared as (
        select
            promotion_id,
            bool_or(in_scope(merchant_id)) as has_ours,
            bool_and(in_scope(merchant_id)) as is_ours_alone
        from store.promotion_products
        group by promotion_id
    )
    select p.* replace (
        case
            when coalesce(s.is_ours_alone, getvariable('sees_all')) then p.redemptions
        end as redemptions
    )
    from store.promotions as p
    left join shared as s on p.promotion_id = s.promotion_id
    where has_scope() and coalesce(s.has_ours, true);

create or replace view entity_features as
    from store.entity_features
    where has_scope()
        and (entity_type = 'creator' or entity_id in (select product_id from products));

create or replace view content as
    from store.content
    where coalesce(getvariable('sees_all'), false)
        or content_id in (select content_id from content_products);

-- Of a live session with the viewer's products: who watched, but no other shop's pins and offers.
create or replace view live_minutes as
    select
        content_id,
        minute_at,
        viewers,
        case when in_scope(merchant_id) then pinned_product_id end as pinned_product_id,
        case when in_scope(merchant_id) then merchant_id end as merchant_id,
        case when in_scope(merchant_id) then promotion end as promotion,
        case when in_scope(merchant_id) then violation end as violation
    from store.live_minutes
    where content_id in (select content_id from content);

-- How loads went is the analysts' alone: a file's name or a rejected row may be another shop's.
create or replace view loads as
    select l.* exclude (undoes), u."by" as undone_by, u.committed_at as undone_at
    from store.loads as l
    left join store.loads as u on l.number = u.undoes
    where l.undoes is null and coalesce(getvariable('sees_all'), false);
create or replace view quarantine as
    from store.quarantine where coalesce(getvariable('sees_all'), false);

-- Who changed a shop's costs and fees on the page, and when.
create or replace view edits as
    select files[1] as merchant_id, "by", committed_at, rows
    from store.loads as l
    where source = 'edited on the page' and in_scope(files[1])
        and not exists (select 1 from store.loads as u where u.undoes = l.number);
