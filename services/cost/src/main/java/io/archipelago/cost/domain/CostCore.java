package io.archipelago.cost.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.cost.Charge;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.resource.Declared;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.EventBody;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Rates what this region plans and sends, and keeps the charges of its peers beside its own, so that every region shows
 * the whole bill. Usage that has no price yet waits until a catalogue brings it.
 */
public final class CostCore implements Core {

    static final String CHARGES = "cost.charges.v1";
    static final String PLACEMENTS = "placement.placements.v1";
    static final String TRANSFERS = "residency.transfers.v1";
    static final String CATALOGUES = "inventory.catalogues.v1";

    private static final String CHARGE = "charge";
    private static final String METER = "meter";
    private static final String FLOW = "flow";
    private static final String CATALOGUE = "catalogue";
    private static final String UNRATED_RUNNING = "unrated-running";
    private static final String UNRATED_MOVED = "unrated-moved";

    private final BooksOf books;
    private final NavigableMap<String, Charge> charges = new TreeMap<>(); // in the order of time, as their keys are
    private final Map<String, Meter> meters = new TreeMap<>();
    private final Map<String, FlowCount> flows = new TreeMap<>();
    private final Map<String, CatalogueSpec> catalogues = new TreeMap<>();
    private final Map<String, Usage.Running> unratedRunning = new TreeMap<>();
    private final Map<String, Usage.Moved> unratedMoved = new TreeMap<>();
    private Tariff tariff;

    public CostCore(BooksOf books) {
        this.books = books;
        this.tariff = new Tariff(World.of(catalogues.values()), books.locations());
    }

    @Override
    public Map<String, Class<?>> documents() {
        return Map.of(
                CHARGE, Charge.class,
                METER, Meter.class,
                FLOW, FlowCount.class,
                CATALOGUE, CatalogueSpec.class,
                UNRATED_RUNNING, Usage.Running.class,
                UNRATED_MOVED, Usage.Moved.class);
    }

    @Override
    public Map<String, EventBody> events() {
        return Map.of(
                CHARGES, EventBody.of(Charge.class),
                PLACEMENTS, EventBody.of(Placement.class),
                TRANSFERS, EventBody.of(TransferReported.class),
                CATALOGUES, EventBody.declared(CatalogueSpec.class));
    }

    @Override
    public Outcome handle(Input input) {
        return switch (input) {
            case Input.Event event -> event(event);
            case Input.Tick tick -> timePassed(tick.now());
            case Input.Command command -> Outcome.nothing();
        };
    }

    private Outcome event(Input.Event event) {
        return switch (event.body()) {
            case Charge theirs when event.peer() != null -> keep(event.key(), theirs);
            case Placement placement when event.peer() == null -> placed(placement, event.now());
            case TransferReported report when event.peer() == null -> moved(event.key(), report);
            case Declared<?> declared
            when declared.spec() instanceof CatalogueSpec catalogue ->
                priced(declared.name(), declared.removed(), catalogue, event.now());
            default -> Outcome.nothing(); // a tombstone, or what another region does in its own books
        };
    }

    private Outcome keep(String key, Charge theirs) {
        var ours = charges.get(key);
        return ours == null || theirs.supersedes(ours)
                ? Outcome.builder().put(CHARGE, key, theirs).build()
                : Outcome.nothing();
    }

    /** Reads the meter at the moment of the decision, then lets it run on with the new placement. */
    private Outcome placed(Placement placement, Instant now) {
        var before = meters.get(placement.workload());
        if (before != null && before.knowsBetterThan(placement)) return Outcome.nothing();
        var decidedAt = earlier(placement.decidedAt().truncatedTo(ChronoUnit.MILLIS), now);
        var at = before == null ? decidedAt : later(decidedAt, before.until());
        var outcome = Outcome.builder();
        var entries = entries();
        if (before != null)
            for (var used : before.readAt(at))
                if (!entries.add(used, false) && used.from().isBefore(at))
                    outcome.put(UNRATED_RUNNING, used.workload() + '|' + used.site() + '|' + used.from(), used);
        var meter = new Meter(placement, at);
        if (placement.removed() || placement.placed() == 0) {
            if (before != null) outcome.remove(METER, placement.workload());
        } else {
            outcome.put(METER, placement.workload(), meter);
            for (var using : meter.readAt(at)) entries.add(using, true);
        }
        return written(outcome, entries);
    }

    private Outcome moved(String key, TransferReported report) {
        var count = flows.getOrDefault(key, FlowCount.before(report));
        if (count.counted(report)) return Outcome.nothing();
        var outcome = Outcome.builder().put(FLOW, key, count.plus(report));
        if (report.crossedBytes() == 0) return outcome.build();
        var moved = new Usage.Moved(
                report.flow(),
                report.owner() == null ? Charge.PLATFORM : report.owner(),
                report.to(),
                report.crossedBytes(),
                report.windowStart(),
                report.windowEnd());
        var entries = entries();
        if (!entries.add(moved)) {
            var waiting = String.join(
                    "|",
                    moved.flow(),
                    moved.to(),
                    moved.owner(),
                    moved.from().truncatedTo(ChronoUnit.HOURS).toString());
            var earlier = unratedMoved.get(waiting);
            outcome.put(UNRATED_MOVED, waiting, earlier == null ? moved : earlier.plus(moved));
        }
        return written(outcome, entries);
    }

    /** Until now the old prices held: what ran so far is charged by them. */
    private Outcome priced(String name, boolean removed, CatalogueSpec catalogue, Instant now) {
        var outcome = Outcome.builder();
        var entries = entries();
        meters.forEach((workload, meter) -> read(workload, meter, now, false, entries, outcome));
        if (!removed) outcome.put(CATALOGUE, name, catalogue);
        else if (catalogues.containsKey(name)) outcome.remove(CATALOGUE, name);
        return written(outcome, entries);
    }

    private Outcome timePassed(Instant now) {
        var outcome = Outcome.builder();
        var entries = entries();
        unratedRunning.forEach((key, used) -> {
            if (entries.add(used, false)) outcome.remove(UNRATED_RUNNING, key);
        });
        unratedMoved.forEach((key, moved) -> {
            if (entries.add(moved)) outcome.remove(UNRATED_MOVED, key);
        });
        var hour = now.truncatedTo(ChronoUnit.HOURS);
        // All meters are read at the same moments, so that their charges leave, and cross, as one batch. An hour's end
        // is one.
        var due = books.lastAccrual(now);
        meters.forEach((workload, meter) -> {
            if (meter.until().isBefore(due)) read(workload, meter, now, true, entries, outcome);
        });
        forget(hour.minus(books.retention()), outcome);
        return written(outcome, entries);
    }

    private void forget(Instant before, Outcome.Builder outcome) {
        charges.headMap(before.toString()).forEach((key, charge) -> {
            outcome.remove(CHARGE, key);
            if (charge.region().equals(books.region()))
                outcome.emit(new Emit(CHARGES, key, null, labels(charge), null));
        });
    }

    private Labels labels(Charge charge) {
        return Labels.internal(books.jurisdiction()).ownedBy(charge.owner());
    }

    /** A workload is read as a whole, or, while one of its sites has no price, not at all: its time goes on waiting. */
    private void read(
            String workload, Meter meter, Instant now, boolean goesOn, Entries entries, Outcome.Builder outcome) {
        var used = meter.readAt(later(now, meter.until()));
        if (!used.stream().allMatch(running -> tariff.replicaHour(running.cloudRegion(), running.perReplica())
                .isPresent())) return;
        used.forEach(running -> entries.add(running, goesOn));
        outcome.put(METER, workload, new Meter(meter.placement(), later(now, meter.until())));
    }

    private Entries entries() {
        return new Entries(books.region(), tariff, charges);
    }

    private Outcome written(Outcome.Builder outcome, Entries entries) {
        for (var charge : entries.made()) {
            outcome.put(CHARGE, charge.key(), charge);
            outcome.emit(Emit.of(CHARGES, charge.key(), charge, labels(charge)));
        }
        return outcome.build();
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    @Override
    public void apply(Change change) {
        switch (change) {
            case Change.Put(var kind, var key, var body) -> put(kind, key, body);
            case Change.Remove(var kind, var key) -> mapOf(kind).remove(key);
        }
        if (change.kind().equals(CATALOGUE)) tariff = new Tariff(World.of(catalogues.values()), books.locations());
    }

    private void put(String kind, String key, Object body) {
        switch (kind) {
            case CHARGE -> charges.put(key, (Charge) body);
            case METER -> meters.put(key, (Meter) body);
            case FLOW -> flows.put(key, (FlowCount) body);
            case CATALOGUE -> catalogues.put(key, (CatalogueSpec) body);
            case UNRATED_RUNNING -> unratedRunning.put(key, (Usage.Running) body);
            case UNRATED_MOVED -> unratedMoved.put(key, (Usage.Moved) body);
            default -> throw new IllegalArgumentException("no document kind " + kind);
        }
    }

    private Map<String, ?> mapOf(String kind) {
        return switch (kind) {
            case CHARGE -> charges;
            case METER -> meters;
            case FLOW -> flows;
            case CATALOGUE -> catalogues;
            case UNRATED_RUNNING -> unratedRunning;
            case UNRATED_MOVED -> unratedMoved;
            default -> throw new IllegalArgumentException("no document kind " + kind);
        };
    }

    /** The charges of all regions whose hour overlaps the period, oldest first. */
    public List<Charge> charges(Period period) {
        return charges.values().stream().filter(period::overlaps).toList();
    }

    /** The bill of all regions for a period. */
    public Bill bill(Bill.By by, Period period, Instant now) {
        return Bill.of(by, period, charges.values(), now, books.accrual())
                .with(unmetered(), unratedRunning.size() + unratedMoved.size());
    }

    private List<FlowCount> unmetered() {
        return flows.values().stream().filter(flow -> flow.missedRecords() > 0).toList();
    }
}
