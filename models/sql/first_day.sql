-- On which day does the market begin to sell or to be seen? Grain: one row, empty where nothing was.
select min(day) as first_day from daily
