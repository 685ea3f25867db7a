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
