-- The schema of a service as the migrations of the last published version leave it, with the history that Flyway keeps.
-- Written at a release: mvn -pl infra/service-kit -am test -Dtest=PublishedDatabaseTest -Dschemas.publish=true

-- The state of the service: one row per document, its body JSON.
create table documents (
    kind text not null,
    key  text not null,
    body text not null,
    primary key (kind, key)
);

-- What was handled, in order. Recognises repeats; read by position it is the log the decisions can be made from again.
create table inbox (
    id            text primary key,
    position      bigint generated always as identity,
    handled_at    timestamptz not null,
    topic         text,
    partition     int,
    record_offset bigint,
    body_type     text,
    body          text,
    dead_letter   boolean not null
);
create index inbox_handled_at on inbox (handled_at);

-- The way out: rows are inserted and deleted in one transaction and read by Debezium from the write-ahead log.
-- A region's bootstrap makes this table before the publication that names it; here it is for everyone else.
create table if not exists outbox (
    id           uuid primary key,
    topic        text not null,
    key          text not null,
    payload      bytea,
    type         text not null,
    source       text not null,
    subject      text not null,
    time         text not null,
    dataclass    text,
    jurisdiction text,
    owner        text,
    audience     text,
    origin       text,
    hlc          text,
    traceparent  text,
    content_type text not null,
    dl_reason    text,
    dl_topic     text,
    dl_partition text,
    dl_offset    text
);

-- History that is not part of the state: written once in the transaction of what it tells of, never read at the start.
create table archive (
    kind text not null,
    key  text collate "C" not null,
    body text not null,
    primary key (kind, key)
);

-- Of the event, by the service that writes it, for the regions it goes to.
alter table outbox add column if not exists signature text;

create table flyway_schema_history (
    installed_rank int primary key,
    version        varchar(50),
    description    varchar(200) not null,
    type           varchar(20) not null,
    script         varchar(1000) not null,
    checksum       int,
    installed_by   varchar(100) not null,
    installed_on   timestamp not null default now(),
    execution_time int not null,
    success        boolean not null
);
create index flyway_schema_history_s_idx on flyway_schema_history (success);
insert into flyway_schema_history
    (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
values
    (1, '0', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', null, 'published', 0, true),
    (2, '1', 'documents inbox outbox', 'SQL', 'V1__documents_inbox_outbox.sql', 1860760364, 'published', 0, true),
    (3, '2', 'archive', 'SQL', 'V2__archive.sql', 518079140, 'published', 0, true),
    (4, '3', 'signature', 'SQL', 'V3__signature.sql', 1554421954, 'published', 0, true);
