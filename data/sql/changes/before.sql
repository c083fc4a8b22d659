-- Keeps what is held of lines and reported metrics, to be compared with what a load makes of it.
create or replace table store.order_states_before as
    from (select * exclude (recorded_at, load_number, untold) from store.order_states);
create or replace table store.affiliate_states_before as
    from (select * exclude (recorded_at, load_number, untold) from store.affiliate_states);
create or replace table store.reported_metrics_before as from store.reported_metrics;
