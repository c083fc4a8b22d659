-- A creator is public who has a profile: figures of its own, an audience, features. One whom reports
-- merely name is known to the shops that the reports are of, or who carries for a rival could be asked.
create or replace view creators as
    from store.creators
    where coalesce(getvariable('sees_all'), false)
    union all
    from store.creators as c
    where not coalesce(getvariable('sees_all'), false)
        and has_scope()
        and (
            coalesce(c.followers, len(c.categories)) is not null
            or coalesce(c.tier, c.country, cast(c.joined_on as varchar)) is not null
            or c.creator_id in (
                select creator_id from store.creator_audience
                union all
                select entity_id from store.entity_features where entity_type = 'creator'
                union all
                select creator_id from daily where creator_id is not null
                union all
                select creator_id from order_lines where creator_id is not null
                union all
                select creator_id from collaborations
                union all
                select creator_id from content
                union all
                select entity_id from reported_metrics where entity_type = 'creator'
            )
        );

create or replace view creator_aliases as
    from store.creator_aliases
    where has_scope() and creator_id in (select creator_id from creators);
