-- Takes one load's rows of a table, `incoming`, into the warehouse. A row replaces the one of its key
-- unless that was recorded later; a column that `incoming` lacks keeps the value that is held. Of order
-- lines all that was told is kept, for the newest report of a line need not be the one loaded last.
merge into store.market using incoming using (market_id)
when matched then update by name when not matched then insert by name;

merge into store.merchants using incoming using (merchant_id)
when matched then update by name when not matched then insert by name;

merge into store.products using incoming using (product_id)
when matched then update by name when not matched then insert by name;

merge into store.product_costs using incoming using (product_id, valid_from)
when matched then update by name when not matched then insert by name;

merge into store.merchant_fees using incoming using (merchant_id, valid_from)
when matched then update by name when not matched then insert by name;

merge into store.creators using incoming using (creator_id)
when matched then update by name when not matched then insert by name;

merge into store.creator_audience using incoming using (creator_id, dimension, bucket)
when matched then update by name when not matched then insert by name;

merge into store.creator_aliases using incoming using (alias)
when matched then update by name when not matched then insert by name;

merge into store.content using incoming using (content_id)
when matched then update by name when not matched then insert by name;

merge into store.entity_features using incoming using (entity_type, entity_id, block)
when matched then update by name when not matched then insert by name;

merge into store.promotions using incoming using (promotion_id)
when matched then update by name when not matched then insert by name;

merge into store.promotion_products using incoming using (promotion_id, product_id)
when matched then update by name when not matched then insert by name;

merge into store.events using incoming using (event_id)
when matched then update by name when not matched then insert by name;

insert into store.order_lines by name
select *, getvariable('load_number') as load_number, getvariable('untold') as untold from incoming;

insert into store.affiliate_lines by name
select *, getvariable('load_number') as load_number, getvariable('untold') as untold from incoming;

merge into store.collaborations using incoming using (collaboration_id)
when matched and incoming.recorded_at >= collaborations.recorded_at then update by name
when not matched then insert by name;

merge into store.live_minutes using incoming using (content_id, minute_at)
when matched then update by name when not matched then insert by name;

-- A unit of an experiment stays as the first load told it: an arm that is told anew was not drawn.
merge into store.assignments using incoming using (experiment_id, unit_type, unit_id)
when not matched then insert by name;

merge into store.match_impressions using incoming using (impression_id)
when matched then update by name when not matched then insert by name;

-- A report that is known to be older than what is held replaces nothing; most do not say when they
-- were made. Of a creator whom it tells under two handles the present one's figures count.
merge into store.reported_metrics using (
    select * exclude (who) replace (who as entity_id)
    from (
        select *, case when entity_type = 'creator' then called(entity_id) else entity_id end as who
        from (from incoming union all by name select cast(null as timestamp) as made_at where false)
    ) as told
    qualify row_number() over (
        partition by source, entity_type, who, starts_on, ends_on, metric, currency
        order by who <> told.entity_id
    ) = 1
) as incoming
using (source, entity_type, entity_id, starts_on, ends_on, metric, currency)
when matched and coalesce(incoming.made_at >= reported_metrics.made_at, true) then update by name
when not matched then insert by name;

merge into store.report_windows using incoming using (merchant_id, report, starts_on, ends_on)
when matched then update by name when not matched then insert by name;

insert into store.quarantine select getvariable('load_id') as load_id, * from incoming;
