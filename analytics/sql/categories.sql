-- Which top categories do products have? Grain: top category, by name.
select distinct top_category(category_path) as category
from products
where category_path is not null
order by category
