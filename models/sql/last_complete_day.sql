-- Until when is the market whole? Grain: one row; empty where nothing has a date.
select last_day from last_complete_day
