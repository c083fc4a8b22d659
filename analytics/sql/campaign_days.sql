-- On which days did a market-wide campaign run? Grain: promotion of kind campaign.
select title, starts_on, ends_on
from promotions
where kind = 'campaign'
    and starts_on <= $last_day
    and ends_on >= $first_day
    and ends_on - starts_on < 14
order by starts_on
