-- Who changed the shop's costs or fees last, and when? Grain: one row, or none.
select "by", cast(committed_at as timestamptz) at time zone 'UTC' as changed_at, rows
from edits
where merchant_id = $merchant_id
order by committed_at desc
limit 1
