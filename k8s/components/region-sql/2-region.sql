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
