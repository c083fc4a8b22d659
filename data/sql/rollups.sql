-- Builds every rollup anew from the tables; each `..._rows` is the question of its file in rollups/.
create or replace table store.order_states as from order_states_rows;
create or replace table store.affiliate_states as from affiliate_states_rows;
create or replace table store.affiliate_results as from affiliate_results_rows;
create or replace table store.order_refunds as from order_refunds_rows;
create or replace table store.same_products as from same_products_rows;
create or replace table store.catalogue as from catalogue_rows;
create or replace table store.lines as from lines_rows order by created_at;
create or replace table store.line_conflicts as from line_conflicts_rows order by created_at;
create or replace table store.sales as from sales_rows order by day;
create or replace table store.traffic as from traffic_rows order by day;
create or replace table store.converted as from converted_rows order by day;
create or replace table store.daily as from daily_rows order by day;
create or replace table store.content_products as from content_products_rows;
create or replace table store.creator_shoppers as from creator_shoppers_rows order by creator_id;
create or replace table store.starts as from starts_rows order by creator_id;
create or replace table store.samples as from samples_rows order by shipped_on;
