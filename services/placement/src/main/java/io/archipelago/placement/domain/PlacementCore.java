package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.EventBody;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.core.Tombstone;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Plans the workloads of this region and admits replicas to its sites. Facts are noted with the cause they give; the tick
 * that follows plans once for all of them.
 */
public final class PlacementCore implements Core {
    private static final Map<String, EventBody> EVENTS = Map.of(
            "inventory.sites.v1",
            EventBody.declared(SiteSpec.class),
            "inventory.workloads.v1",
            EventBody.declared(WorkloadSpec.class),
            "inventory.demands.v1",
            EventBody.declared(DemandSpec.class),
            "inventory.catalogues.v1",
            EventBody.declared(CatalogueSpec.class),
            "residency.rulings.v1",
            EventBody.of(Ruling.class),
            "observability.regions.v1",
            EventBody.of(RegionHealth.class),
            Announcements.REQUESTS,
            EventBody.of(ReplicasRequested.class),
            Announcements.RESERVATIONS,
            EventBody.of(ReplicasDecided.class),
            Announcements.PLACEMENTS,
            EventBody.of(Placement.class));

    private static final int EXPLAINED_AT_ONCE = 20;

    private final RegionState state;
    private final Labels labels;
    private final Planner planner;
    private final Intake intake;
    private final Admission admission;

    /**
     * @param jurisdiction whose law binds this region
     * @param peers the other regions
     * @param planningSteps how much work one planning run may put into improving a plan
     */
    public PlacementCore(String region, String jurisdiction, List<String> peers, Prices prices, long planningSteps) {
        state = new RegionState(region, peers);
        labels = Labels.internal(jurisdiction);
        planner = new Planner(prices, planningSteps);
        intake = new Intake(state);
        admission = new Admission(state, labels);
    }

    /** What is known and decided here, for people who ask. */
    public Overview overview() {
        return new Overview(state, planner);
    }

    @Override
    public Outcome handle(Input input) {
        return switch (input) {
            case Input.Event event -> withSignOfLife(event, handle(event));
            case Input.Tick tick -> tick(tick.now());
            case Input.Command command ->
                Outcome.rejected(
                        Rejection.malformed("placement takes no command; declare workloads and demand instead"));
        };
    }

    @SuppressWarnings("unchecked") // the runtime hands over what events() names for the topic
    private Outcome handle(Input.Event event) {
        if (event.body() instanceof Tombstone) return Outcome.nothing(); // state topics say removed before they forget
        return switch (event.topic()) {
            case "inventory.sites.v1" -> admission.resettle(event, (Declared<SiteSpec>) event.body(), intake);
            case "inventory.workloads.v1" -> intake.workload(event, (Declared<WorkloadSpec>) event.body());
            case "inventory.demands.v1" -> intake.demand(event, (Declared<DemandSpec>) event.body());
            case "inventory.catalogues.v1" -> intake.catalogue(event, (Declared<CatalogueSpec>) event.body());
            case "residency.rulings.v1" -> intake.ruling(event, (Ruling) event.body());
            case "observability.regions.v1" -> intake.region(event, (RegionHealth) event.body());
            case Announcements.REQUESTS -> admission.request(event, (ReplicasRequested) event.body());
            case Announcements.RESERVATIONS -> admission.told(event, (ReplicasDecided) event.body());
            case Announcements.PLACEMENTS -> intake.placement(event, (Placement) event.body());
            default -> Outcome.rejected(Rejection.malformed("placement does not read " + event.topic()));
        };
    }

    private Outcome withSignOfLife(Input.Event event, Outcome outcome) {
        if (event.peer() == null || outcome.rejection() != null) return outcome;
        var sign = intake.heard(event, event.peer());
        outcome.changes().forEach(change -> {
            switch (change) {
                case Change.Put put -> sign.put(put.kind(), put.key(), put.body());
                case Change.Remove remove -> sign.remove(remove.kind(), remove.key());
            }
        });
        outcome.events().forEach(sign::emit);
        return sign.build();
    }

    @Override
    public void apply(Change change) {
        state.apply(change);
    }

    @Override
    public Map<String, Class<?>> documents() {
        return Documents.TYPES;
    }

    @Override
    public Map<String, EventBody> events() {
        return EVENTS;
    }

    @Override
    public boolean hasWork() {
        return !state.causes.isEmpty() || !state.unexplained.isEmpty();
    }

    private Outcome tick(Instant now) {
        var outcome = Outcome.builder();
        for (var refusal : state.refusals.values())
            if (refusal.outdated(now)) {
                outcome.put(Documents.REFUSAL, refusal.site(), refusal.forgotten());
                Intake.note(outcome, "site " + refusal.site() + " may have room again", null, false, now);
            }
        return state.causes.isEmpty() ? explain(outcome) : plan(now, outcome);
    }

    /** Puts into words what was decided, a part at a time: news and the plans they cause come in between. */
    private Outcome explain(Outcome.Builder outcome) {
        if (state.unexplained.isEmpty()) return outcome.build();
        var report = new DecisionReport(state);
        var standing = planner.standing(state, Planner.plannable(state));
        var explainer = planner.explainer(standing);
        for (var workload :
                state.unexplained.keySet().stream().limit(EXPLAINED_AT_ONCE).toList()) {
            outcome.remove(Documents.UNEXPLAINED, workload);
            int group = standing.model().groupNamed(workload);
            var placement = state.placements.get(workload);
            if (group < 0 || placement == null || placement.removed()) continue; // no longer this region's to explain
            var why = report.of(placement, new Explaining(state, planner, standing, explainer.explain(group)));
            outcome.emit(Emit.of(Announcements.DECISIONS, workload, why, labels.ownedBy(placement.owner())));
        }
        return outcome.build();
    }

    private Outcome plan(Instant now, Outcome.Builder outcome) {
        var announcements = new Announcements(state, labels, now, outcome);
        announcements.decided(planner, planner.proceed(state));
        var marked = new TreeSet<>(state.weights.keySet());
        marked.addAll(state.placements.keySet());
        for (var workload : marked) leave(workload, announcements);
        announcements.sayAll();
        for (var cause : state.causes.keySet()) outcome.remove(Documents.CAUSE, cause);
        return outcome.build();
    }

    /** Workloads that this region planned and no longer does: they were removed, or another region took them over. */
    private void leave(String workload, Announcements announcements) {
        var claim = state.ownClaim(workload);
        var weights = state.weights.get(workload);
        var fact = state.workloads.get(workload);
        if (claim.isEmpty()) {
            if (weights != null) announcements.yielded(workload, weights);
        } else if (fact != null && fact.declared().removed()) {
            announcements.withdrawn(workload, claim.get());
        }
    }
}
