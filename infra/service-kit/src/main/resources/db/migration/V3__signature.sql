-- Of the event, by the service that writes it, for the regions it goes to.
alter table outbox add column if not exists signature text;
