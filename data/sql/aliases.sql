-- Keeps which handle belongs to which creator, for `called`.
set variable aliases = map($handles::varchar[], $creators::varchar[]);
