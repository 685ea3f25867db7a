select set_config('archipelago.password', '', false);

-- What a region's database holds before the first service starts. Run as superuser in the database "archipelago":
--
--     psql -d archipelago -f region.sql          (with PGOPTIONS="-c archipelago.password=...")
--
-- It may be run again at any time. Each statement ends with a semicolon and an empty line; they are sent one by one,
-- because a slot cannot be created in a transaction that has written something.
--
-- Each service has a schema and a login role of its name. Of the others' schemas it sees nothing.
-- The role "capture" is Debezium's: it may replicate and read the outboxes, nothing else.

do $$
declare
    service text;
begin
    foreach service in array array['inventory', 'residency', 'placement', 'cost', 'observability', 'capture'] loop
        if not exists (select from pg_roles where rolname = service) then
            execute format('create role %I login', service);
        end if;
        execute format('alter role %I password %L', service, current_setting('archipelago.password'));
    end loop;
    alter role capture replication;
end
$$;
