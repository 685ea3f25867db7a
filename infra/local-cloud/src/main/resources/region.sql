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

do $$
declare
    service text;
begin
    revoke create on schema public from public;
    foreach service in array array['inventory', 'residency', 'placement', 'cost', 'observability'] loop
        execute format('create schema if not exists %1$I authorization %1$I', service);
        execute format('alter role %1$I set search_path = %1$I', service);
        -- Rows are inserted and deleted in one transaction: the log carries them to Debezium, the table stays empty.
        execute format($table$
            create table if not exists %I.outbox (
                id           uuid primary key,
                topic        text not null,
                key          text,
                payload      bytea,
                type         text,
                source       text,
                subject      text,
                time         text,
                dataclass    text,
                jurisdiction text,
                owner        text,
                audience     text,
                origin       text,
                hlc          text,
                traceparent  text,
                content_type text,
                dl_reason    text,
                dl_topic     text,
                dl_partition text,
                dl_offset    text
            )$table$, service);
        execute format('alter table %1$I.outbox add column if not exists signature text', service);
        execute format('alter table %1$I.outbox owner to %1$I', service);
        execute format('grant usage on schema %I to capture', service);
        execute format('grant select on %I.outbox to capture', service);
    end loop;
end
$$;

do $$
begin
    if not exists (select from pg_publication where pubname = 'archipelago_outbox') then
        create publication archipelago_outbox
            for table inventory.outbox, residency.outbox, placement.outbox, cost.outbox, observability.outbox
            with (publish = 'insert');
    end if;
end
$$;

-- From here on nothing that is written to an outbox is missed, whenever the connector starts, and whichever of a cluster's
-- servers is the primary then.
select pg_create_logical_replication_slot('archipelago_outbox', 'pgoutput', failover => true)
where not exists (select from pg_replication_slots where slot_name = 'archipelago_outbox');
