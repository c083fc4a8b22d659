-- What was earned and what it cost: an order line, a flat fee or a sample, each with what it lacks.
-- A sample counts on the day it was shipped. Lines of which no money is left cost no platform fee,
-- those of which no unit was kept no goods; goods given away are kept, and cost.
create or replace macro margin_rows_in(
    first_day, last_day, in_currency, of_merchant, of_category, of_product, of_creator, of_channel
) as table
    select
        merchant_id,
        product_id,
        creator_id,
        1 as line,
        net_gmv,
        commission,
        platform_fee,
        goods_cost,
        commission is null as lacks_commission,
        platform_fee is null and net_gmv <> 0 as lacks_fee_rate,
        goods_cost is null and net_units <> 0 as lacks_cost,
        is_quantity_implausible and is_kept as lacks_units
    from sales_in(
        first_day, last_day, in_currency, of_merchant, of_category, of_product, of_creator, of_channel
    )
    union all by name
    select * exclude (collaboration_id, agreed_on)
    from flat_fees_in(
        first_day, last_day, in_currency, of_merchant, of_category, of_product, of_creator
    )
    union all by name
    select
        s.merchant_id,
        s.product_id,
        s.creator_id,
        1 as sample,
        s.sample_cost,
        s.sample_cost is null as lacks_sample_cost
    from samples_until(last_day, in_currency, of_merchant, of_product, of_creator) as s
    cross join market as m
    left join products as p on s.product_id = p.product_id
    left join (
        select product_id, min(currency) as currency from product_costs group by product_id
    ) as k on s.product_id = k.product_id
    where s.shipped_on >= first_day
        and (of_category is null or is_within(p.category_path, of_category))
        and (s.sample_cost is not null or coalesce(k.currency, p.currency, m.currency) = in_currency);
