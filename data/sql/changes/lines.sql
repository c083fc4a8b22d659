-- What does a load change of order lines or affiliate lines ($name, held as $before before it)? Grain:
-- local month in which they were placed.
with

brought as (select distinct merchant_id, order_id, sku_id from read_parquet($paths)),

now as (select * exclude (recorded_at, load_number, untold) from query_table($name)),

compared as (
    select
        strftime(from_utc_timestamp(now.created_at, m.time_zone), '%Y-%m') as month,
        before.order_id is null as is_new,
        now is distinct from before as is_changed
    from brought as b
    inner join now using (merchant_id, order_id, sku_id)
    left join query_table($before) as before using (merchant_id, order_id, sku_id)
    cross join store.market as m
)

select
    month,
    count(*) filter (where is_new) as new,
    count(*) filter (where not is_new and is_changed) as updated,
    count(*) filter (where not is_new and not is_changed) as unchanged
from compared
group by month
order by month
