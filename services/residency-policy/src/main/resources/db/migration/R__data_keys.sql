-- The keys of persons, one per dataset, wrapped by the region's key for the jurisdiction. Erased ones are overwritten and
-- stay, so that none is made again. Who a subject is cannot be told from here.
-- Repeatable, so that it stands beside the numbered steps that all services share.
create table if not exists data_keys (
    dataset      text not null,
    subject      text not null,
    jurisdiction text not null,
    wrapped      bytea,
    created      timestamptz not null,
    destroyed    timestamptz,
    primary key (dataset, subject),
    check ((wrapped is null) = (destroyed is not null))
);
