package io.archipelago.bench.gate;

import io.archipelago.bench.Rows;
import io.archipelago.cli.Failure;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.resource.Author;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.declaration.Apply;
import io.archipelago.kit.declaration.Region;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.LedgerState;
import io.archipelago.residency.domain.ReportTransfers;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.gate.Orders;
import io.archipelago.residency.gate.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The real core, rulings and ledger, in a plain loop: all that stands behind the gate but the database. */
final class BenchCore implements Orders {

    static final String REGION = "eu-central";
    static final String PEER = "us-east";

    private final ResidencyCore core =
            new ResidencyCore(new Region(REGION, "DE", Set.of(PEER)), Map.of(PEER, "US"), LedgerKey.generate());
    private final AtomicLong changes = new AtomicLong();
    private final Tally tally;
    private long inputs;

    BenchCore(Tally tally) {
        this.tally = tally;
    }

    private synchronized Outcome handle(Input input) {
        var outcome = core.handle(input);
        outcome.changes().forEach(core::apply);
        if (outcome.changes().stream().anyMatch(ResidencyCore::concernsTheGate)) changes.incrementAndGet();
        return outcome;
    }

    private Outcome command(Object body) {
        var outcome = handle(new Input.Command("command-" + inputs++, Instant.now(), body));
        while (core.hasWork()) handle(new Input.Tick("tick-" + inputs++, Instant.now()));
        return outcome;
    }

    synchronized void declare(String yaml) {
        var declarations = core.registry().reader().read(yaml);
        var rejection = declarations.rejection();
        if (rejection != null) throw new Failure("the law of the example: " + rejection.detail());
        command(new Apply(declarations.documents(), false, Author.claimed("bench")));
    }

    /**
     * Carried by a topic of the same name, and wanted in the other region.
     *
     * @param encrypted whether its records are {@link Rows} of which a column is encrypted
     */
    synchronized void dataset(String topic, boolean encrypted) {
        var name = topic.replace('.', '-');
        var source = new DatasetSpec.Source(topic);
        var spec = new DatasetSpec(
                "bench",
                "public",
                "DE",
                source,
                List.of(PEER),
                new Bytes(1),
                null,
                null,
                encrypted ? Rows.COLUMNS : null,
                encrypted ? Rows.PERSON : null,
                encrypted ? List.of(Rows.ENCRYPTED) : null);
        var body = new Declared<>(name, REGION, 1, false, Map.of(), spec, null, null);
        var envelope = new Envelope(
                "event-" + inputs++,
                Envelope.typeOf(Kind.DATASET.topic()),
                REGION + "/inventory",
                name,
                Instant.now(),
                Labels.internal("DE"),
                null,
                null);
        handle(new Input.Event(
                envelope.id(), Instant.now(), Kind.DATASET.topic(), null, name, envelope, body, Instant.now()));
        while (core.hasWork()) handle(new Input.Tick("tick-" + inputs++, Instant.now()));
    }

    /** Enters what is due, as the service does every few seconds. */
    synchronized void report(@Nullable ReportTransfers due) {
        if (due == null) return;
        command(due);
        tally.taken(due);
    }

    long entries() {
        return core.ledgerHead().number();
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public synchronized GateOrders read() {
        return (GateOrders) answer(command(new GateOrders.Ask("bench")));
    }

    @Override
    public synchronized LedgerState ledger() {
        for (var due = tally.handOverAll(Instant.now()); due != null; due = tally.handOverAll(Instant.now()))
            report(due);
        return (LedgerState) answer(command(new LedgerState.Ask("bench")));
    }

    private static Object answer(Outcome outcome) {
        if (outcome.answer() == null) throw new IllegalStateException("the core does not answer");
        return outcome.answer();
    }

    @Override
    public void swept(ErasureOrder order, long tombstones, SortedMap<String, SortedMap<Integer, Long>> through) {
        throw new IllegalStateException("nobody is erased here");
    }

    @Override
    public @Nullable String expired() {
        return null;
    }
}
