-- History that is not part of the state: written once in the transaction of what it tells of, never read at the start.
create table archive (
    kind text not null,
    key  text collate "C" not null,
    body text not null,
    primary key (kind, key)
);
