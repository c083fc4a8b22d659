-- When does which category sell? Grain: top category x weekday (1 = Monday).
select
    coalesce(top_category(p.category_path), 'no category') as category,
    isodow(d.day) as weekday,
    cast(sum(d.gmv) as bigint) as gmv,
    count(distinct d.day) as days
from daily_in(
    $first_day, $last_day, $currency, $merchant_id, $category, $product_id, $creator_id, $channel
) as d
left join products as p on d.product_id = p.product_id
group by 1, 2
order by 1, 2
