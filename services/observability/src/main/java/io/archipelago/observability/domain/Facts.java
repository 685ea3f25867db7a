package io.archipelago.observability.domain;

import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.cost.Charge;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.resource.Declared;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.core.Tombstone;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts of all regions as this one knows them: what is declared, decided, admitted, allowed, moved and charged.
 * Stored, because a compacted topic is not read twice.
 */
final class Facts {

    /** A charge is shown for this long after its hour; the cost service keeps the whole bill. */
    static final Duration CHARGES_KEPT = Duration.ofHours(24);

    /** An alarm is shown for this long after it was last seen. */
    static final Duration ALARMS_KEPT = Duration.ofDays(1);

    static final String SITE = "site";
    static final String WORKLOAD = "workload";
    static final String DATASET = "dataset";
    static final String CATALOGUE = "catalogue";
    static final String PLACEMENT = "placement";
    static final String WEIGHTS = "weights";
    static final String DECISION = "decision";
    static final String RESERVATION = "reservation";
    static final String RUN = "run";
    static final String RULING = "ruling";
    static final String TRANSFER = "transfer";
    static final String CHARGE = "charge";
    static final String ALARM = "alarm";

    record Site(String name, SiteSpec spec) {}

    record Workload(String name, String home, WorkloadSpec spec) {}

    record Dataset(String name, DatasetSpec spec) {}

    static final Map<String, Class<?>> DOCUMENTS = Map.ofEntries(
            Map.entry(SITE, Site.class),
            Map.entry(WORKLOAD, Workload.class),
            Map.entry(DATASET, Dataset.class),
            Map.entry(CATALOGUE, CatalogueSpec.class),
            Map.entry(PLACEMENT, Placement.class),
            Map.entry(WEIGHTS, TrafficWeights.class),
            Map.entry(DECISION, DecisionExplained.class),
            Map.entry(RESERVATION, ReplicasDecided.class),
            Map.entry(RUN, ReplicasObserved.class),
            Map.entry(RULING, Ruling.class),
            Map.entry(TRANSFER, Crossing.class),
            Map.entry(CHARGE, Charge.class),
            Map.entry(ALARM, CanarySighted.class));

    private final String home;
    final Map<String, Site> sites = new TreeMap<>();
    final Map<String, Workload> workloads = new TreeMap<>();
    final Map<String, Dataset> datasets = new TreeMap<>();
    private final Map<String, CatalogueSpec> catalogues = new TreeMap<>();

    /** Keyed {@code <region that planned>/<workload>}, as are the next two: after a takeover there are two of each. */
    final Map<String, Placement> placements = new TreeMap<>();

    final Map<String, TrafficWeights> weights = new TreeMap<>();
    final Map<String, DecisionExplained> decisions = new TreeMap<>();

    /** Keyed {@code <site>/<workload>}. */
    final Map<String, ReplicasDecided> reservations = new TreeMap<>();

    /** What really runs, where an actuator tells; keyed alike. */
    final Map<String, ReplicasObserved> runs = new TreeMap<>();

    final Map<String, Ruling> rulings = new TreeMap<>();

    /** What canaries have shown, of all regions. */
    final Map<String, CanarySighted> alarms = new TreeMap<>();

    /** Keyed {@code <from>|<flow>|<to>}. */
    final Map<String, Crossing> crossings = new TreeMap<>();

    final NavigableMap<String, Charge> charges = new TreeMap<>(); // in the order of time, as their keys are
    private @Nullable World world;

    Facts(String home) {
        this.home = home;
    }

    World world() {
        if (world == null) world = World.of(catalogues.values());
        return world;
    }

    /** Takes over what an event says, unless something newer is known. */
    void learn(Input.Event event, Outcome.Builder outcome) {
        var region = event.peer() == null ? home : event.peer();
        switch (event.body()) {
            case Declared<?> declared -> declared(declared, outcome);
            case Placement placement ->
                keep(PLACEMENT, region + '/' + placement.workload(), placement, placement.removed(), outcome);
            case TrafficWeights sent -> keep(WEIGHTS, region + '/' + sent.workload(), sent, sent.removed(), outcome);
            case DecisionExplained why -> keep(DECISION, region + '/' + why.workload(), why, why.removed(), outcome);
            case ReplicasDecided decided
            when decided.region().equals(region) ->
                keep(RESERVATION, decided.site() + '/' + decided.workload(), decided, decided.granted() == 0, outcome);
            case ReplicasObserved run
            when run.region().equals(region) -> outcome.put(RUN, run.site() + '/' + run.workload(), run);
            case Tombstone gone
            when event.topic().equals(ReplicasObserved.TOPIC) -> runsNoLonger(region, event.key(), outcome);
            case Ruling ruling -> keep(RULING, ruling.subject(), ruling, ruling.removed(), outcome);
            case TransferReported report -> crossed(report, outcome);
            case CanarySighted alarm -> outcome.put(ALARM, alarm.key(), alarm);
            case Charge charge -> charged(event.key(), charge, event.now(), outcome);
            default -> {}
        }
    }

    private void declared(Declared<?> declared, Outcome.Builder outcome) {
        var name = declared.name();
        switch (declared.spec()) {
            case SiteSpec spec -> keep(SITE, name, new Site(name, spec), declared.removed(), outcome);
            case WorkloadSpec spec ->
                keep(WORKLOAD, name, new Workload(name, declared.home(), spec), declared.removed(), outcome);
            case DatasetSpec spec -> keep(DATASET, name, new Dataset(name, spec), declared.removed(), outcome);
            case CatalogueSpec spec -> keep(CATALOGUE, name, spec, declared.removed(), outcome);
            default -> {} // a demand, policy or group: shown as an event only
        }
    }

    private void keep(String kind, String key, Object body, boolean gone, Outcome.Builder outcome) {
        if (!gone) outcome.put(kind, key, body);
        else if (of(kind).containsKey(key)) outcome.remove(kind, key);
    }

    /** A region has a say on its own sites only. */
    private void runsNoLonger(String region, String key, Outcome.Builder outcome) {
        var run = runs.get(key);
        if (run != null && run.region().equals(region)) outcome.remove(RUN, key);
    }

    private void crossed(TransferReported report, Outcome.Builder outcome) {
        var key = report.from() + '|' + report.flow() + '|' + report.to();
        var before = crossings.getOrDefault(key, Crossing.before(report));
        if (!before.counted(report)) outcome.put(TRANSFER, key, before.plus(report));
    }

    private void charged(String key, Charge charge, Instant now, Outcome.Builder outcome) {
        var before = charges.get(key);
        if (before != null && !charge.supersedes(before) || key.compareTo(oldestCharge(now)) < 0) return;
        outcome.put(CHARGE, key, charge);
    }

    private static String oldestCharge(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).minus(CHARGES_KEPT).toString();
    }

    void timePassed(Instant now, Outcome.Builder outcome) {
        charges.headMap(oldestCharge(now)).keySet().forEach(key -> outcome.remove(CHARGE, key));
        alarms.forEach((key, alarm) -> {
            if (Moments.longerAgo(alarm.lastAt(), ALARMS_KEPT, now)) outcome.remove(ALARM, key);
        });
    }

    void apply(Change change) {
        switch (change) {
            case Change.Put(var kind, var key, var body) -> put(kind, key, body);
            case Change.Remove(var kind, var key) -> of(kind).remove(key);
        }
        if (change.kind().equals(CATALOGUE)) world = null;
    }

    private void put(String kind, String key, Object body) {
        switch (kind) {
            case SITE -> sites.put(key, (Site) body);
            case WORKLOAD -> workloads.put(key, (Workload) body);
            case DATASET -> datasets.put(key, (Dataset) body);
            case CATALOGUE -> catalogues.put(key, (CatalogueSpec) body);
            case PLACEMENT -> placements.put(key, (Placement) body);
            case WEIGHTS -> weights.put(key, (TrafficWeights) body);
            case DECISION -> decisions.put(key, (DecisionExplained) body);
            case RESERVATION -> reservations.put(key, (ReplicasDecided) body);
            case RUN -> runs.put(key, (ReplicasObserved) body);
            case RULING -> rulings.put(key, (Ruling) body);
            case TRANSFER -> crossings.put(key, (Crossing) body);
            case CHARGE -> charges.put(key, (Charge) body);
            case ALARM -> alarms.put(key, (CanarySighted) body);
            default -> throw new IllegalArgumentException("no document kind " + kind);
        }
    }

    private Map<String, ?> of(String kind) {
        return switch (kind) {
            case SITE -> sites;
            case WORKLOAD -> workloads;
            case DATASET -> datasets;
            case CATALOGUE -> catalogues;
            case PLACEMENT -> placements;
            case WEIGHTS -> weights;
            case DECISION -> decisions;
            case RESERVATION -> reservations;
            case RUN -> runs;
            case RULING -> rulings;
            case TRANSFER -> crossings;
            case CHARGE -> charges;
            case ALARM -> alarms;
            default -> throw new IllegalArgumentException("no document kind " + kind);
        };
    }
}
