-- How many shops are there in scope? Grain: one row.
select count(*) as shops
from merchants
