package io.archipelago.residency;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.resource.Author;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.declaration.Apply;
import io.archipelago.kit.declaration.Delete;
import io.archipelago.kit.declaration.Region;
import io.archipelago.residency.domain.Erasures;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.LedgerState;
import io.archipelago.residency.domain.ReportTransfers;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.gate.Orders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The real core in eu-central, in a loop as plain as can be; the gate takes its orders from it. */
public final class Lawgiver implements Orders {

    public static final Region EU = new Region("eu-central", "DE", Set.of("us-east", "ap-southeast"));
    public static final LedgerKey KEY = LedgerKey.generate();
    private static final Path LAW = Path.of("../../examples/law");

    public final List<Emit> published = new ArrayList<>();
    public final List<Change> changed = new ArrayList<>();
    public Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final ResidencyCore core = new ResidencyCore(EU, Map.of("us-east", "US", "ap-southeast", "SG"), KEY);
    private final AtomicLong changes = new AtomicLong();
    private long inputs;
    private Runnable afterChange = () -> {};
    private Supplier<@Nullable ReportTransfers> reports = () -> null;
    private Consumer<ReportTransfers> taken = report -> {};

    /** Why the gate may not go on; null when it may. Tests change it. */
    public volatile @Nullable String expired;

    public void tell(Runnable afterChange) {
        this.afterChange = afterChange;
    }

    public ResidencyCore core() {
        return core;
    }

    public synchronized Outcome handle(Input input) {
        var outcome = core.handle(input);
        for (var change : outcome.changes()) {
            core.apply(change);
            changed.add(change);
            if (ResidencyCore.concernsTheGate(change)) changes.incrementAndGet();
        }
        published.addAll(outcome.events());
        return outcome;
    }

    private String id() {
        return "input-" + inputs++;
    }

    /** A wish, and whatever follows from it at once. */
    public synchronized Outcome command(Object body) {
        var outcome = handle(new Input.Command(id(), now, body));
        settle();
        return outcome;
    }

    /** Until nothing is left to decide; a core that never comes to rest fails the test. */
    public synchronized void settle() {
        for (int i = 0; core.hasWork(); i++) {
            if (i > 3) throw new AssertionError("the core never comes to rest");
            tick();
        }
        afterChange.run();
    }

    public synchronized Outcome tick() {
        return handle(new Input.Tick(id(), now));
    }

    public Outcome declare(String yaml) {
        var declarations = core.registry().reader().read(yaml);
        var rejection = declarations.rejection();
        return rejection != null
                ? Outcome.rejected(rejection)
                : command(new Apply(declarations.documents(), false, Author.claimed("test")));
    }

    /** A file or folder of examples/law. */
    public void declareExample(String path) throws Exception {
        var file = LAW.resolve(path);
        try (var files = Files.walk(file, 1)) {
            for (var one : files.filter(Files::isRegularFile).sorted().toList()) {
                var rejection = declare(Files.readString(one)).rejection();
                if (rejection != null) throw new AssertionError(one + ": " + rejection);
            }
        }
    }

    public void delete(Kind kind, String name) {
        command(new Delete(kind, name, Author.claimed("test")));
    }

    public void dataset(String name, String topic, String dataClass, String jurisdiction, String... copies) {
        var spec = new DatasetSpec(
                "shop", dataClass, jurisdiction, new DatasetSpec.Source(topic), List.of(copies), new Bytes(1));
        event(Kind.DATASET, name, spec, "eu-central", false);
    }

    public void workload(String name, WorkloadSpec.DataUse... uses) {
        event(Kind.WORKLOAD, name, workloadSpec(uses), "eu-central", false);
    }

    public static WorkloadSpec workloadSpec(WorkloadSpec.DataUse... uses) {
        return new WorkloadSpec(
                "shop",
                null,
                new WorkloadSpec.Replicas(1, 1, null),
                new Resources(new Cpu(100), new Bytes(1), new Bytes(0)),
                null,
                null,
                List.of(uses),
                null,
                null,
                null,
                null,
                null);
    }

    /** A fact of the inventory, as it comes by the local topic. */
    public synchronized Outcome event(Kind kind, String name, Object spec, String home, boolean removed) {
        var body = new Declared<>(name, home, 1, removed, Map.of(), spec, null, null);
        var envelope = new Envelope(
                id(),
                Envelope.typeOf(kind.topic()),
                "eu-central/inventory",
                name,
                now,
                Labels.internal("DE"),
                null,
                null);
        var outcome = handle(new Input.Event(envelope.id(), now, kind.topic(), null, name, envelope, body, now));
        settle();
        return outcome;
    }

    /** Whose reports the ledger is to be made of. */
    public void account(Supplier<@Nullable ReportTransfers> newReports, Consumer<ReportTransfers> newTaken) {
        reports = newReports;
        taken = newTaken;
    }

    @Override
    public synchronized LedgerState ledger() {
        if (expired != null) throw new IllegalStateException(expired);
        for (var report = reports.get(); report != null; report = reports.get()) {
            command(report);
            taken.accept(report);
        }
        return (LedgerState) command(new LedgerState.Ask("test")).answer();
    }

    @Override
    public void swept(ErasureOrder order, long tombstones, SortedMap<String, SortedMap<Integer, Long>> through) {
        ledger();
        command(new Erasures.Sweep(order.id(), tombstones, through));
    }

    /** All that the ledger says. */
    public List<LedgerEntry> entries() {
        ledger();
        return published.stream()
                .filter(event -> event.topic().equals("residency.ledger.v1"))
                .map(event -> (LedgerEntry) event.body())
                .toList();
    }

    @Override
    public @Nullable String expired() {
        return expired;
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public synchronized GateOrders read() {
        return (GateOrders)
                handle(new Input.Command(id(), now, new GateOrders.Ask("test"))).answer();
    }
}
