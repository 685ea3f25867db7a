package io.archipelago.events.resource;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.ResidencyPolicySpec;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds people may declare, the service that owns each, and the topic its facts are published on. */
public enum Kind {
    SITE("Site", "sites", "inventory", "inventory.sites.v1", SiteSpec.class),
    WORKLOAD("Workload", "workloads", "inventory", "inventory.workloads.v1", WorkloadSpec.class),
    DATASET("Dataset", "datasets", "inventory", "inventory.datasets.v1", DatasetSpec.class),
    CATALOGUE("Catalogue", "catalogues", "inventory", "inventory.catalogues.v1", CatalogueSpec.class),
    DEMAND("Demand", "demands", "inventory", "inventory.demands.v1", DemandSpec.class),
    RESIDENCY_POLICY(
            "ResidencyPolicy",
            "residencypolicies",
            "residency-policy",
            "residency.policies.v1",
            ResidencyPolicySpec.class),
    JURISDICTION_GROUP(
            "JurisdictionGroup",
            "jurisdictiongroups",
            "residency-policy",
            "residency.groups.v1",
            JurisdictionGroupSpec.class);

    private final String title;
    private final String plural;
    private final String owner;
    private final String topic;
    private final Class<?> spec;

    Kind(String title, String plural, String owner, String topic, Class<?> spec) {
        this.title = title;
        this.plural = plural;
        this.owner = owner;
        this.topic = topic;
        this.spec = spec;
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

    /** The record of its {@code spec:}. */
    public Class<?> spec() {
        return spec;
    }

    public static Optional<Kind> titled(String title) {
        return Stream.of(values()).filter(kind -> kind.title.equals(title)).findFirst();
    }

    public static Optional<Kind> withPlural(String plural) {
        return Stream.of(values()).filter(kind -> kind.plural.equals(plural)).findFirst();
    }
}
