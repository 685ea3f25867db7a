do $$
begin
    if not exists (select from pg_publication where pubname = 'archipelago_outbox') then
        create publication archipelago_outbox
            for table inventory.outbox, residency.outbox, placement.outbox, cost.outbox, observability.outbox
            with (publish = 'insert');
    end if;
end
$$;
