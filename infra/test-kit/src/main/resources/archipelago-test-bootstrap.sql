-- What a region's bootstrap does for each service: its role, its schema, and the outbox table that Debezium reads.
create role "${schema}" login password 'archipelago';
create schema "${schema}" authorization "${schema}";
set role "${schema}";
create table "${schema}".outbox (
    id uuid primary key, topic text not null, key text not null, payload bytea, type text not null,
    source text not null, subject text not null, time text not null, dataclass text, jurisdiction text, owner text,
    audience text, origin text, hlc text, traceparent text, content_type text not null,
    dl_reason text, dl_topic text, dl_partition text, dl_offset text
);
reset role;
