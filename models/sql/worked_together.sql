-- With which products has each candidate worked, by any record? Grain: creator x product.
select distinct
    c.creator_id,
    c.product_id,
    p.title
from collaborations as c
inner join products as p on c.product_id = p.product_id
where list_contains($creator_ids, c.creator_id)
order by c.creator_id, c.product_id
