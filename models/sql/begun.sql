-- Which creators work with any product by now, by any record? Grain: creator. Invitations do not count.
select distinct creator_id
from partners
order by creator_id
