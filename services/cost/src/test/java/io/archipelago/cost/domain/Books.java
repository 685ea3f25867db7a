package io.archipelago.cost.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.catalogue.TransferPrice;
import io.archipelago.events.cost.Charge;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.TransferReported;
import io.archipelago.events.resource.Declared;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Input;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cost core in a world small enough to reckon by hand, and the loop that runs it. */
final class Books {

    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    static final Resources REPLICA = new Resources(new Cpu(500), Bytes.gibibytes(1), Bytes.NONE);

    /** 0.5 vCPU at $0.04 and 1 GiB at $0.005. */
    static final Usd FRANKFURT_REPLICA_HOUR = Usd.of("0.025");

    final CostCore core = new CostCore(new BooksOf(
            "eu-central",
            "DE",
            Map.of("eu-central", "aws/eu-central-1", "us-east", "aws/us-east-1", "ap-southeast", "aws/ap-southeast-1"),
            Duration.ofSeconds(10),
            Duration.ofDays(90)));
    final List<Emit> emitted = new ArrayList<>();
    private final Map<String, Change> documents = new LinkedHashMap<>();
    private int inputs;

    static Books withPrices() {
        var books = new Books();
        books.catalogue("aws", aws("0.04"), NOON.minusSeconds(3600));
        return books;
    }

    static CatalogueSpec aws(String frankfurtCpuHour) {
        return new CatalogueSpec(
                null,
                null,
                "aws",
                List.of(
                        region("eu-central-1", "DE", "EU", frankfurtCpuHour),
                        region("us-east-1", "US", "NA", "0.03"),
                        region("ap-southeast-1", "SG", "AS", "0.05")),
                List.of(
                        new TransferPrice("*", "provider", Usd.of("0.02")),
                        new TransferPrice("ap-southeast-1", "provider", Usd.of("0.09"))),
                null,
                null,
                null);
    }

    private static CloudRegion region(String name, String country, String continent, String cpuHour) {
        return new CloudRegion(
                name,
                name,
                country,
                continent,
                0,
                0,
                3,
                Usd.of(cpuHour),
                Usd.of("0.005"),
                Usd.of("0.1"),
                300,
                "list",
                "list");
    }

    void catalogue(String name, CatalogueSpec spec, Instant now) {
        event(
                "inventory.catalogues.v1",
                null,
                name,
                new Declared<>(name, "eu-central", 1, false, null, spec, null, null),
                now);
    }

    void place(Placement placement, Instant now) {
        event("placement.placements.v1", null, placement.workload(), placement, now);
    }

    void report(TransferReported report) {
        event("residency.transfers.v1", null, report.flow() + "|" + report.to(), report, report.windowEnd());
    }

    void tick(Instant now) {
        run(new Input.Tick("tick-" + inputs++, now));
    }

    void event(String topic, String peer, String key, Object body, Instant now) {
        var id = "event-" + inputs++;
        var envelope = new Envelope(
                id,
                Envelope.typeOf(topic),
                (peer == null ? "eu-central" : peer) + "/test",
                key,
                now,
                Labels.internal("DE"),
                null,
                null);
        run(new Input.Event(id, now, topic, peer, key, envelope, body, now));
    }

    private void run(Input input) {
        var outcome = core.handle(input);
        outcome.changes().forEach(change -> {
            core.apply(change);
            documents.put(change.kind() + '/' + change.key(), change);
        });
        emitted.addAll(outcome.events());
    }

    /** A core that knows nothing but what this one has stored, as after a restart. */
    Books restarted() {
        var again = new Books();
        documents.values().stream().filter(Change.Put.class::isInstance).forEach(again.core::apply);
        return again;
    }

    static Placement placement(String workload, int replicas, long plan, Instant decidedAt) {
        var sites = replicas == 0
                ? List.<Placement.SiteShare>of()
                : List.of(new Placement.SiteShare(
                        "frankfurt", "eu-central", "aws/eu-central-1", "DE", replicas, 0, Usd.ZERO));
        return new Placement(
                workload,
                "eu-central",
                "shop",
                false,
                replicas,
                REPLICA,
                sites,
                List.of(),
                Usd.ZERO,
                "test",
                decidedAt,
                1,
                plan);
    }

    static TransferReported transfer(String to, Instant from, long records, long bytes, long total) {
        return new TransferReported(
                "shop.products",
                "eu-central",
                to,
                "products",
                "shop",
                "public",
                from,
                from.plusSeconds(5),
                records,
                bytes,
                Map.of(),
                total);
    }

    Bill bill(Bill.By by, Instant now) {
        return core.bill(by, Period.ALL, now);
    }

    Usd total(Instant now) {
        return bill(Bill.By.OWNER, now).total();
    }

    List<Charge> charges() {
        return core.charges(Period.ALL);
    }
}
