-- How were clicks shared between live and video? Grain: product x 28 days, counted `back` from the
-- last day (0 = the last); clicks of products priced in another currency are left out.
select
    d.product_id,
    min(d.merchant_id) as merchant_id,
    (cast($last_day as date) - d.day) // 28 as back,
    coalesce(sum(d.clicks) filter (where d.channel = 'live'), 0) as live_clicks,
    coalesce(sum(d.clicks) filter (where d.channel = 'video'), 0) as video_clicks
from daily as d
left join products as p on d.product_id = p.product_id
where d.day <= $last_day
    and d.day > cast($last_day as date) - $days // 28 * 28
    and d.channel in ('live', 'video')
    and d.clicks > 0
    and coalesce(p.currency, $currency) = $currency
    and ($product_id is null or d.product_id = $product_id)
    and ($merchant_id is null or d.merchant_id = $merchant_id)
group by d.product_id, back
order by d.product_id, back
