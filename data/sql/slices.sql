-- The rows a question is asked about: one filter for every page; an empty argument does not filter.
-- Traffic rows have no currency, so they belong to every currency's slice.
create or replace macro sales_in(
    first_day, last_day, in_currency, of_merchant, of_category, of_product, of_creator, of_channel
) as table
    from sales
    where day between first_day and last_day
        and currency = in_currency
        and (of_merchant is null or merchant_id = of_merchant)
        and (
            of_category is null
            or product_id in (select product_id from products where is_within(category_path, of_category))
        )
        and (of_product is null or product_id = of_product)
        and (of_creator is null or creator_id = of_creator)
        and (of_channel is null or channel = of_channel);

create or replace macro daily_in(
    first_day, last_day, in_currency, of_merchant, of_category, of_product, of_creator, of_channel
) as table
    from daily
    where day between first_day and last_day
        and (currency is null or currency = in_currency)
        and (of_merchant is null or merchant_id = of_merchant)
        and (
            of_category is null
            or product_id in (select product_id from products where is_within(category_path, of_category))
        )
        and (of_product is null or product_id = of_product)
        and (of_creator is null or creator_id = of_creator)
        and (of_channel is null or channel = of_channel);

-- Whether every word of a text occurs in another, whatever the case and the accents; no text does.
create or replace macro has_words(haystack, words) as
    len(
        list_filter(
            string_split(strip_accents(lower(trim(words))), ' '),
            lambda word: not contains(strip_accents(lower(haystack)), word)
        )
    ) = 0;
