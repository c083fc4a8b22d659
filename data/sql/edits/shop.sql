-- Is this shop within the viewer's scope? Grain: one row with the market's currency and time zone, or
-- none.
select s.merchant_id, m.currency, m.time_zone
from merchants as s
cross join market as m
where s.merchant_id = $merchant_id
