-- What do the products ask that creators worked with? Grain: a creator of $creator_ids with any that
-- has a price in $currency; $product_id, which is asked about, is left out.
select
    w.creator_id,
    count(*) as n,
    quantile_cont(p.price, 0.25) as low,
    quantile_cont(p.price, 0.75) as high
from partners as w
inner join products as p on w.product_id = p.product_id
where list_contains($creator_ids, w.creator_id)
    and w.product_id is distinct from $product_id
    and p.currency = $currency
    and p.price is not null
group by w.creator_id
order by w.creator_id
