-- Where are creators, and how large? Grain: tier x country that occur.
select distinct tier, country
from creators
where tier is not null or country is not null
order by list_position(['nano', 'micro', 'mid', 'macro', 'mega'], tier), country
