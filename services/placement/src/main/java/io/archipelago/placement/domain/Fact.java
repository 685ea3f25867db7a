package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something other services told this one, kept with its age: an explanation names what it saw and how old that was. */
public sealed interface Fact {

    /** When its owner wrote it. */
    Instant writtenAt();

    /** @param declared also when removed: the region of a removed site must still hear that its replicas are given back */
    record SiteFact(Declared<SiteSpec> declared, Instant writtenAt) implements Fact {
        String region() {
            return declared.spec().region();
        }
    }

    record WorkloadFact(Declared<WorkloadSpec> declared, Instant writtenAt) implements Fact {}

    record DemandFact(Declared<DemandSpec> declared, Instant writtenAt) implements Fact {}

    record CatalogueFact(Declared<CatalogueSpec> declared, Instant writtenAt) implements Fact {}

    record RulingFact(Ruling ruling, Instant writtenAt) implements Fact {}

    /**
     * @param heardAt when the region wrote the last thing that reached this one while it was judged lost; a region that
     *     speaks is not lost, whatever the verdict still says. Null if it kept silent
     */
    record RegionFact(
            RegionHealth health,
            Instant writtenAt,
            @Nullable Instant heardAt) implements Fact {
        static final String LOST = "lost";

        boolean lost() {
            return LOST.equals(health.verdict()) && (heardAt == null || !heardAt.isAfter(health.since()));
        }

        RegionFact heard(Instant at) {
            return new RegionFact(health, writtenAt, at);
        }
    }
}
