-- What do platforms usually take? Grain: one row, the median of the latest fees of shops in scope.
select median(rate) as platform_fee_rate
from (
    select arg_max(platform_fee_rate, valid_from) as rate
    from merchant_fees
    group by merchant_id
) as latest
