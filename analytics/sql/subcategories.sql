-- Which category paths do products have? Grain: category path, by name.
select distinct category_path
from products
where category_path is not null
order by category_path
limit 500
