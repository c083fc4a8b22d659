-- Rows that a load brought, as they enter: creators under the one id that they have, whatever handle
-- a report knew them by. One of: rows that name no creator; rows that do; rows that describe creators,
-- of whom an alias is not one.
create or replace view incoming as from brought;
create or replace view incoming as
    select * replace (called(creator_id) as creator_id) from brought;
create or replace view incoming as from brought where called(creator_id) = creator_id;
