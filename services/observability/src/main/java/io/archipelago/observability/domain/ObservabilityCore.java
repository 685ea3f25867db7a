package io.archipelago.observability.domain;

import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.cost.Charge;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.observability.LinkHealth;
import io.archipelago.events.observability.ProbeSent;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.telemetry.Span;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.core.EventBody;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches the cloud from one region: judges its peers and the links from them, keeps what all regions decided, and
 * remembers the last of what happened. Verdicts, links and facts are stored; what is worth nothing tomorrow, such as
 * lags, the last events and journeys, begins empty with each process.
 */
public final class ObservabilityCore implements Core {

    /** The version before every other. */
    public static final long EVERYTHING = -1;

    static final String ARRIVAL = "arrival";
    static final String SPAN = "span";

    private static final Map<String, EventBody> EVENTS = Map.ofEntries(
            Map.entry("inventory.sites.v1", EventBody.declared(SiteSpec.class)),
            Map.entry("inventory.workloads.v1", EventBody.declared(WorkloadSpec.class)),
            Map.entry("inventory.datasets.v1", EventBody.declared(DatasetSpec.class)),
            Map.entry("inventory.catalogues.v1", EventBody.declared(CatalogueSpec.class)),
            Map.entry("inventory.demands.v1", EventBody.declared(DemandSpec.class)),
            Map.entry("residency.policies.v1", EventBody.declared(ResidencyPolicySpec.class)),
            Map.entry("residency.groups.v1", EventBody.declared(JurisdictionGroupSpec.class)),
            Map.entry("residency.rulings.v1", EventBody.of(Ruling.class)),
            Map.entry("residency.transfers.v1", EventBody.of(TransferReported.class)),
            Map.entry("residency.alarms.v1", EventBody.of(CanarySighted.class)),
            Map.entry("placement.reservations.v1", EventBody.of(ReplicasDecided.class)),
            Map.entry("placement.placements.v1", EventBody.of(Placement.class)),
            Map.entry("placement.weights.v1", EventBody.of(TrafficWeights.class)),
            Map.entry("placement.decisions.v1", EventBody.of(DecisionExplained.class)),
            Map.entry(ReplicasObserved.TOPIC, EventBody.of(ReplicasObserved.class)),
            Map.entry("cost.charges.v1", EventBody.of(Charge.class)),
            Map.entry(Watch.PROBES, EventBody.of(ProbeSent.class)),
            Map.entry(Watch.REGIONS, EventBody.of(RegionHealth.class)),
            Map.entry(Watch.LINKS, EventBody.of(LinkHealth.class)),
            Map.entry(Watch.HEARTBEATS, EventBody.rawBytes()),
            Map.entry(Span.TOPIC, EventBody.of(Span.class)));

    private static final Set<String> WATCHED = Set.of(Watch.VOICE, Watch.VERDICT, Watch.LINK, Watch.WORD);

    private final Outlook outlook;
    private final Watch watch;
    private final Facts facts;
    private final Traffic traffic = new Traffic();
    private final Journeys journeys = new Journeys();
    private final Map<Section, Long> changedAt = new EnumMap<>(Section.class);
    private long version;

    public ObservabilityCore(Outlook outlook) {
        this.outlook = outlook;
        this.watch = new Watch(outlook);
        this.facts = new Facts(outlook.home().region());
    }

    @Override
    public Map<String, Class<?>> documents() {
        var all = new HashMap<>(Facts.DOCUMENTS);
        all.put(Watch.VOICE, OwnVoice.class);
        all.put(Watch.VERDICT, Judgement.class);
        all.put(Watch.LINK, LinkReading.class);
        return all;
    }

    @Override
    public Map<String, EventBody> events() {
        return EVENTS;
    }

    @Override
    public Outcome handle(Input input) {
        var outcome = Outcome.builder();
        switch (input) {
            case Input.Event event -> {
                watch.hear(event, outcome);
                facts.learn(event, outcome);
                if (event.body() instanceof Span span) outcome.put(SPAN, "", new Journeys.Passed(span));
                else outcome.put(ARRIVAL, "", Arrival.of(event, outlook.home().region()));
            }
            case Input.Tick tick -> {
                watch.timePassed(tick.now(), outcome);
                facts.timePassed(tick.now(), outcome);
            }
            case Input.Command command -> {}
        }
        return outcome.build();
    }

    @Override
    public void apply(Change change) {
        var kind = change.kind();
        if (change instanceof Change.Put(var k, var key, var body) && WATCHED.contains(kind)) watch.apply(k, key, body);
        else if (change instanceof Change.Put put && kind.equals(ARRIVAL)) traffic.apply((Arrival) put.body());
        else if (change instanceof Change.Put put && kind.equals(SPAN)) journeys.apply((Journeys.Passed) put.body());
        else facts.apply(change);
        version++;
        for (var section : Section.showing(kind)) changedAt.put(section, version);
    }

    /** The picture with only those sections that changed after a version. */
    public Picture picture(long afterVersion, Instant now) {
        var wanted = EnumSet.noneOf(Section.class);
        for (var section : Section.values())
            if (afterVersion == EVERYTHING || changedAt.getOrDefault(section, 0L) > afterVersion) wanted.add(section);
        return picture(wanted, now);
    }

    /** The picture with these sections. */
    public Picture picture(Set<Section> wanted, Instant now) {
        return Picture.of(wanted, outlook, watch, facts, traffic, now);
    }

    /** Counts changes since this process started; changes with each. */
    public long version() {
        return version;
    }

    /** The youngest events first. */
    public List<Happening> happenings(int limit) {
        return traffic.latest(limit);
    }

    /** Those after a sequence, oldest first; empty when some of them are forgotten. */
    public Optional<List<Happening>> happeningsSince(long sequence) {
        return traffic.remembersSince(sequence) ? Optional.of(traffic.since(sequence)) : Optional.empty();
    }

    public long lastSequence() {
        return traffic.lastSequence();
    }

    /** Why each workload runs where it runs, by name. */
    public List<Explanation> decisions() {
        return Plans.inForce(facts.decisions).values().stream()
                .map(plan -> new Explanation(plan.plannedBy(), plan.body()))
                .toList();
    }

    public Optional<Explanation> decision(String workload) {
        return Optional.ofNullable(Plans.inForce(facts.decisions).get(workload))
                .map(plan -> new Explanation(plan.plannedBy(), plan.body()));
    }

    public List<Journey.Glance> journeys() {
        return journeys.latest();
    }

    public Optional<Journey> journey(String traceId) {
        return journeys.journey(traceId);
    }
}
