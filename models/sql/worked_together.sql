-- With which products has each candidate worked, by any record? Grain: creator x product.
select
    w.creator_id,
    w.product_id,
    p.title
from partners as w
inner join products as p on w.product_id = p.product_id
where list_contains($creator_ids, w.creator_id)
order by w.creator_id, w.product_id
