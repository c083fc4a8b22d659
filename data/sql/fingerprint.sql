-- With which definitions was this file built? Grain: one row, none in a new file.
select value from store.definitions;
