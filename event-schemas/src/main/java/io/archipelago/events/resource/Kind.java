package io.archipelago.events.resource;

import java.util.Optional;
import java.util.stream.Stream;

/** The kinds people may declare, the service that owns each, and the topic its facts are published on. */
public enum Kind {
    SITE("Site", "sites", "inventory", "inventory.sites.v1"),
    WORKLOAD("Workload", "workloads", "inventory", "inventory.workloads.v1"),
    DATASET("Dataset", "datasets", "inventory", "inventory.datasets.v1"),
    CATALOGUE("Catalogue", "catalogues", "inventory", "inventory.catalogues.v1"),
    DEMAND("Demand", "demands", "inventory", "inventory.demands.v1"),
    RESIDENCY_POLICY("ResidencyPolicy", "residencypolicies", "residency-policy", "residency.policies.v1"),
    JURISDICTION_GROUP("JurisdictionGroup", "jurisdictiongroups", "residency-policy", "residency.groups.v1");

    private final String title;
    private final String plural;
    private final String owner;
    private final String topic;

    Kind(String title, String plural, String owner, String topic) {
        this.title = title;
        this.plural = plural;
        this.owner = owner;
        this.topic = topic;
    }

    /** As written in {@code kind:}. */
    public String title() {
        return title;
    }

    /** As written in a path: {@code /api/v1/sites}. */
    public String plural() {
        return plural;
    }

    /** The service that owns declarations of this kind. */
    public String owner() {
        return owner;
    }

    public String topic() {
        return topic;
    }

    public static Optional<Kind> titled(String title) {
        return Stream.of(values()).filter(kind -> kind.title.equals(title)).findFirst();
    }

    public static Optional<Kind> withPlural(String plural) {
        return Stream.of(values()).filter(kind -> kind.plural.equals(plural)).findFirst();
    }
}
