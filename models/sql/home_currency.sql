-- Which currency does the market show first? Grain: one row.
select currency from market
