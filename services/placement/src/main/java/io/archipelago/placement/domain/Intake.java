package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.core.Rejection;
import io.archipelago.placement.domain.Fact.CatalogueFact;
import io.archipelago.placement.domain.Fact.DemandFact;
import io.archipelago.placement.domain.Fact.RegionFact;
import io.archipelago.placement.domain.Fact.RulingFact;
import io.archipelago.placement.domain.Fact.SiteFact;
import io.archipelago.placement.domain.Fact.WorkloadFact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes in what other services and regions know. What changes nothing leaves no trace and causes no plan. */
final class Intake {
    private static final String WORKLOAD_SUBJECT = "workload/";
    private final RegionState state;

    Intake(RegionState state) {
        this.state = state;
    }

    Outcome.Builder site(Input.Event event, Declared<SiteSpec> site) {
        var outcome = Outcome.builder();
        var known = state.sites.get(site.name());
        if (known == null || isNews(site, known.declared())) {
            outcome.put(
                    Documents.SITE,
                    site.name(),
                    new SiteFact(site, event.envelope().time()));
            note(outcome, change("site", site, known == null), null, false, event.now());
        }
        return outcome;
    }

    Outcome workload(Input.Event event, Declared<WorkloadSpec> workload) {
        var known = state.workloads.get(workload.name());
        if (known != null && !isNews(workload, known.declared())) return Outcome.nothing();
        var outcome = Outcome.builder()
                .put(
                        Documents.WORKLOAD,
                        workload.name(),
                        new WorkloadFact(workload, event.envelope().time()));
        note(outcome, change("workload", workload, known == null), workload.name(), false, event.now());
        return outcome.build();
    }

    Outcome demand(Input.Event event, Declared<DemandSpec> demand) {
        var known = state.demands.get(demand.name());
        if (known != null && !isNews(demand, known.declared())) return Outcome.nothing();
        var workload = demand.spec().workload();
        var outcome = Outcome.builder()
                .put(
                        Documents.DEMAND,
                        demand.name(),
                        new DemandFact(demand, event.envelope().time()));
        note(outcome, "demand for " + workload + " changed", workload, false, event.now());
        return outcome.build();
    }

    Outcome catalogue(Input.Event event, Declared<CatalogueSpec> catalogue) {
        var known = state.catalogues.get(catalogue.name());
        if (known != null && !isNews(catalogue, known.declared())) return Outcome.nothing();
        var outcome = Outcome.builder()
                .put(
                        Documents.CATALOGUE,
                        catalogue.name(),
                        new CatalogueFact(catalogue, event.envelope().time()));
        note(outcome, change("catalogue", catalogue, known == null), null, false, event.now());
        return outcome.build();
    }

    Outcome ruling(Input.Event event, Ruling ruling) {
        if (!ruling.subject().startsWith(WORKLOAD_SUBJECT)) return Outcome.nothing();
        var known = state.rulings.get(ruling.subject());
        if (known != null && ruling.equals(known.ruling())) return Outcome.nothing();
        var workload = ruling.subject().substring(WORKLOAD_SUBJECT.length());
        var outcome = Outcome.builder()
                .put(
                        Documents.RULING,
                        ruling.subject(),
                        new RulingFact(ruling, event.envelope().time()));
        boolean sameLaw = known != null
                && known.ruling().removed() == ruling.removed()
                && known.ruling().verdicts().equals(ruling.verdicts());
        if (!sameLaw) note(outcome, lawChange(workload, known), workload, false, event.now());
        return outcome.build();
    }

    private static String lawChange(String workload, @Nullable RulingFact known) {
        return known == null ? "the law for " + workload + " is known" : "the law for " + workload + " changed";
    }

    Outcome region(Input.Event event, RegionHealth health) {
        var known = state.regions.get(health.region());
        boolean same = known != null
                && known.health().verdict().equals(health.verdict())
                && known.health().since().equals(health.since());
        if (same) return Outcome.nothing(); // its last word may be younger; that changes no plan
        var fact = new RegionFact(health, event.envelope().time(), known == null ? null : known.heardAt());
        var outcome = Outcome.builder().put(Documents.REGION, health.region(), fact);
        boolean wasLost = known != null && known.lost();
        if (wasLost != fact.lost() && !health.region().equals(state.region()))
            note(outcome, "region " + health.region() + (fact.lost() ? " lost" : " is back"), null, false, event.now());
        return outcome.build();
    }

    /**
     * Something another region wrote has arrived. If it is judged lost and wrote this later, it is back: what waited for
     * it on the way may arrive before the verdict changes, and must not be answered by a takeover.
     */
    Outcome.Builder heard(Input.Event event, String peer) {
        var outcome = Outcome.builder();
        var known = state.regions.get(peer);
        var writtenAt = event.envelope().time();
        if (known != null && known.lost() && !known.heard(writtenAt).lost()) {
            outcome.put(Documents.REGION, peer, known.heard(writtenAt));
            note(outcome, "region " + peer + " speaks again", null, false, event.now());
        }
        return outcome;
    }

    /** What another region says of a workload it plans. Of two that both do, the higher claim is believed. */
    Outcome placement(Input.Event event, Placement placement) {
        if (event.peer() == null) return Outcome.nothing(); // an echo of what this region wrote itself
        if (!placement.home().equals(event.peer()))
            return Outcome.rejected(Rejection.malformed("%s tells of a placement by %s, which only %s itself may"
                    .formatted(event.peer(), placement.home(), placement.home())));
        var known = state.placements.get(placement.workload());
        if (known != null) {
            int order =
                    new Claim(placement.epoch(), placement.home()).compareTo(new Claim(known.epoch(), known.home()));
            if (order < 0 || order == 0 && placement.plan() <= known.plan()) return Outcome.nothing();
        }
        var outcome = Outcome.builder().put(Documents.PLACEMENT, placement.workload(), placement);
        note(
                outcome,
                placement.home() + " has placed " + placement.workload(),
                placement.workload(),
                true,
                event.now());
        return outcome.build();
    }

    static void note(Outcome.Builder outcome, String text, @Nullable String workload, boolean routine, Instant now) {
        outcome.put(Documents.CAUSE, text, new Cause(text, workload, routine, now));
    }

    private static String change(String kind, Declared<?> declared, boolean unseen) {
        return kind + " " + declared.name() + (declared.removed() ? " removed" : unseen ? " declared" : " changed");
    }

    /** State-based facts: the same again, and an older copy that comes late, are no news. */
    private static boolean isNews(Declared<?> told, Declared<?> known) {
        return told.revision() >= known.revision() && !told.equals(known);
    }
}
