-- Keeps what is held of lines and reported metrics, to be compared with what a load makes of it.
create or replace table store.order_lines_before as
    from (select * exclude (recorded_at) from store.order_lines);
create or replace table store.affiliate_lines_before as
    from (select * exclude (recorded_at) from store.affiliate_lines);
create or replace table store.reported_metrics_before as from store.reported_metrics;
