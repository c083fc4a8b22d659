-- With which creator does a page open? Grain: one row; the best seller of 28 days, else the creator
-- with most collaborations, else the first.
select k.creator_id
from creators as k
left join (
    select creator_id, sum(net_gmv) as net_gmv
    from daily
    where day > cast($last_day as date) - 28
    group by creator_id
) as d on k.creator_id = d.creator_id
left join (
    select creator_id, count(*) as pairs
    from collaborations
    group by creator_id
) as c on k.creator_id = c.creator_id
order by coalesce(d.net_gmv, 0) desc, coalesce(c.pairs, 0) desc, k.creator_id
limit 1
