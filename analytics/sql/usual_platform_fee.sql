-- What do platforms usually take? Grain: one row, the median over shops in scope of the fee that holds
-- on the data's last day.
select median(platform_fee_rate) as platform_fee_rate
from (
    select distinct on (merchant_id) platform_fee_rate
    from merchant_fees
    where valid_from <= (select last_day from last_complete_day)
    order by merchant_id, valid_from desc
) as latest
