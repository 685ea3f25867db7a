-- From here on nothing that is written to an outbox is missed, whenever the connector starts, and whichever of a cluster's
-- servers is the primary then.
select pg_create_logical_replication_slot('archipelago_outbox', 'pgoutput', failover => true)
where not exists (select from pg_replication_slots where slot_name = 'archipelago_outbox');
