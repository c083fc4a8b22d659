-- What a viewer may see: each table behind the viewer's scope. A session that set none sees no row.
-- `has_scope` and `in_scope` read the session's variables and fold away when the query is planned.
create or replace macro has_scope() as coalesce(getvariable('sees_all'), false)
    or coalesce(len(getvariable('merchant_ids')) > 0, false);
create or replace macro in_scope(merchant_id) as coalesce(getvariable('sees_all'), false)
    or coalesce(list_contains(getvariable('merchant_ids'), merchant_id), false);

create or replace view market as from store.market where has_scope();
-- Where not all tables are held, as in a snapshot for models; scoped_creators.sql has the whole rule.
create or replace view creators as
    from store.creators where coalesce(getvariable('sees_all'), false);
create or replace view creator_audience as from store.creator_audience where has_scope();

create or replace view merchants as from store.merchants where in_scope(merchant_id);
-- What viewers know as products and order lines is what all reports tell of them together.
create or replace view products as from store.catalogue where in_scope(merchant_id);
create or replace view product_costs as from store.product_costs where in_scope(merchant_id);
create or replace view merchant_fees as from store.merchant_fees where in_scope(merchant_id);
create or replace view promotion_products as
    from store.promotion_products where in_scope(merchant_id);
create or replace view events as from store.events where in_scope(merchant_id);
create or replace view order_lines as from store.lines where in_scope(merchant_id);
create or replace view affiliate_lines as
    from store.affiliate_results where in_scope(merchant_id);
create or replace view report_windows as from store.report_windows where in_scope(merchant_id);
create or replace view collaborations as from store.collaborations where in_scope(merchant_id);
create or replace view assignments as from store.assignments where in_scope(merchant_id);
create or replace view match_impressions as
    from store.match_impressions where in_scope(merchant_id);
create or replace view reported_metrics as from store.reported_metrics where in_scope(merchant_id);
create or replace view order_states as from store.order_states where in_scope(merchant_id);
create or replace view affiliate_states as
    from store.affiliate_states where in_scope(merchant_id);
create or replace view affiliate_results as
    from store.affiliate_results where in_scope(merchant_id);
create or replace view order_refunds as from store.order_refunds where in_scope(merchant_id);
create or replace view same_products as from store.same_products where in_scope(merchant_id);
create or replace view catalogue as from store.catalogue where in_scope(merchant_id);
create or replace view lines as from store.lines where in_scope(merchant_id);
create or replace view line_conflicts as from store.line_conflicts where in_scope(merchant_id);
create or replace view sales as from store.sales where in_scope(merchant_id);
create or replace view traffic as from store.traffic where in_scope(merchant_id);
create or replace view converted as from store.converted where in_scope(merchant_id);
create or replace view daily as from store.daily where in_scope(merchant_id);
create or replace view starts as from store.starts where in_scope(merchant_id);
create or replace view samples as from store.samples where in_scope(merchant_id);
create or replace view content_products as from store.content_products where in_scope(merchant_id);
create or replace view creator_shoppers as from store.creator_shoppers where in_scope(merchant_id);
