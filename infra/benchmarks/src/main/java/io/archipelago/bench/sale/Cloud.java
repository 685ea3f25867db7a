package io.archipelago.bench.sale;

import static java.util.Objects.requireNonNull;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.quantity.Resources;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Input;
import io.archipelago.placement.domain.Overview;
import io.archipelago.placement.domain.PlacementCore;
import io.archipelago.placement.domain.Prices;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Several regions' placement cores in one thread. What one says the others hear in the next round, in the order it was
 * said; after a round every core with work gets a tick, as after a batch of the service. What is said to a lost region is
 * lost. Everything the cores are told is kept: it is the log that a replay reads.
 */
final class Cloud {
    static final List<String> REGIONS = List.of("ap-southeast", "eu-central", "us-east");

    private static final Set<String> MIRRORED =
            Set.of("placement.requests.v1", "placement.reservations.v1", "placement.placements.v1");
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final int ROUNDS_AT_MOST = 1_000;

    /** An input and the region whose core it was given to. */
    record Told(String region, Input input) {}

    /** Nanoseconds by the wall, and those in which the thread had a processor: they differ on a machine that others use. */
    record Spent(long wall, long cpu) {
        static final Spent NOTHING = new Spent(0, 0);

        static Spent untilNow() {
            return new Spent(
                    System.nanoTime(), ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        }

        Spent plus(Spent other) {
            return new Spent(wall + other.wall, cpu + other.cpu);
        }

        Spent minus(Spent other) {
            return new Spent(wall - other.wall, cpu - other.cpu);
        }
    }

    private final Map<String, PlacementCore> cores = new TreeMap<>();
    private final Map<String, Spent> spent = new TreeMap<>();
    private final List<Told> log = new ArrayList<>();
    private final Transcript transcript = new Transcript();
    private List<Told> underway = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long counter;
    private long refusals;

    Cloud() {
        for (var region : REGIONS) cores.put(region, newCore(region));
    }

    /** With the settings of the service. */
    private static PlacementCore newCore(String region) {
        var peers = REGIONS.stream().filter(other -> !other.equals(region)).toList();
        return new PlacementCore(region, "DE", peers, Prices.DEFAULT, 5_000);
    }

    List<String> survivors() {
        return List.copyOf(cores.keySet());
    }

    /** A fact from the neighbouring services of every region. */
    void tellAll(String topic, String key, Object body) {
        for (var region : cores.keySet()) tell(region, topic, key, body);
    }

    void catalogues(Map<String, CatalogueSpec> catalogues) {
        catalogues.forEach(
                (name, spec) -> tellAll("inventory.catalogues.v1", name, Facts.declared(name, "eu-central", 1, spec)));
    }

    /** @param place the cloud region it is in, such as {@code aws/eu-central-1} */
    void site(String name, String region, String place, Resources capacity) {
        tellAll(
                "inventory.sites.v1",
                name,
                Facts.declared(name, region, 1, new SiteSpec(region, place, capacity, null, null)));
    }

    /** @param legal the countries it may run in */
    void workload(String name, String home, WorkloadSpec spec, Iterable<String> legal) {
        tellAll("inventory.workloads.v1", name, Facts.declared(name, home, 1, spec));
        tellAll("residency.rulings.v1", "workload/" + name, Facts.ruling(name, legal));
    }

    private void tell(String region, String topic, String key, Object body) {
        underway.add(event(region, region + "/told", topic, false, key, Labels.internal("DE"), body));
    }

    /** The region and all that runs there is gone; the survivors are of one mind about it. */
    void lose(String region) {
        cores.remove(region);
        for (var judge : cores.keySet())
            tell(
                    judge,
                    "observability.regions.v1",
                    region,
                    new RegionHealth(region, judge, "lost", now, null, null, "bench"));
    }

    void until(Instant instant) {
        if (instant.isAfter(now)) now = instant;
        for (var region : survivors()) tick(region);
    }

    Instant now() {
        return now;
    }

    /** Until nobody has anything more to say; returns the rounds in which anyone was told anything. */
    int settle() {
        int rounds = 0;
        for (int round = 0; round < ROUNDS_AT_MOST; round++) {
            if (!underway.isEmpty()) rounds++;
            else if (cores.values().stream().noneMatch(PlacementCore::hasWork)) return rounds;
            round();
        }
        throw new IllegalStateException("the regions never stop talking");
    }

    /** Everything underway is heard, and then every core that has work decides. */
    void round() {
        var heard = underway;
        underway = new ArrayList<>();
        now = now.plus(ROUND);
        for (var told : heard) if (cores.containsKey(told.region())) take(told.region(), at(now, told.input()));
        for (var region : survivors()) if (core(region).hasWork()) tick(region);
    }

    private static Input at(Instant now, Input input) {
        var e = (Input.Event) input;
        return new Input.Event(e.id(), now, e.topic(), e.peer(), e.key(), e.envelope(), e.body(), now);
    }

    private void tick(String region) {
        take(region, new Input.Tick("tick-" + counter++, now));
    }

    private void take(String region, Input input) {
        log.add(new Told(region, input));
        var core = core(region);
        var start = Spent.untilNow();
        var outcome = core.handle(input);
        outcome.changes().forEach(core::apply);
        spent.merge(region, Spent.untilNow().minus(start), Spent::plus);
        if (outcome.rejection() != null)
            throw new IllegalStateException(outcome.rejection().detail());
        transcript.add(region, outcome);
        for (var emit : outcome.events()) {
            if (emit.body() instanceof ReplicasDecided answer && answer.reason() != null) refusals++;
            if (MIRRORED.contains(emit.topic())) send(region, emit);
        }
    }

    private void send(String from, Emit emit) {
        var audience = emit.labels().audience();
        var body = requireNonNull(emit.body());
        for (var to : cores.keySet())
            if (to.equals(from) || audience == null || audience.equals(to))
                underway.add(event(
                        to, from + "/placement", emit.topic(), !to.equals(from), emit.key(), emit.labels(), body));
    }

    private Told event(
            String to, String source, String topic, boolean mirrored, String key, Labels labels, Object body) {
        var id = "event-" + counter++;
        var envelope = new Envelope(id, Envelope.typeOf(topic), source, key, now, labels, null, null);
        var peer = mirrored ? envelope.region() : null;
        return new Told(to, new Input.Event(id, now, topic, peer, key, envelope, body, now));
    }

    private PlacementCore core(String region) {
        var core = cores.get(region);
        if (core == null) throw new IllegalArgumentException(region + " is lost");
        return core;
    }

    /** What people see in a region that is not lost. */
    Overview at(String region) {
        return core(region).overview();
    }

    /** Where a workload runs, in the words of the region that plans it. */
    Placement placement(String workload) {
        for (var region : cores.keySet()) {
            var placement = at(region).placement(workload);
            if (placement.isPresent() && placement.get().home().equals(region)) return placement.get();
        }
        throw new IllegalStateException("nobody plans " + workload);
    }

    /** The share of the fullest site, of those not lost, that is promised, in the words of its own region. */
    double fullest() {
        return cores.keySet().stream()
                .flatMap(region -> at(region).reservations().stream())
                .filter(Overview.SiteBook::own)
                .mapToDouble(Cloud::full)
                .max()
                .orElse(0);
    }

    private static double full(Overview.SiteBook book) {
        return Math.max(
                (double) book.promised().cpu().millis() / book.capacity().cpu().millis(),
                (double) book.promised().memory().count()
                        / book.capacity().memory().count());
    }

    /** Answers of sites that granted less than was asked for. */
    long refusals() {
        return refusals;
    }

    /** Time in which a region's core has decided so far. */
    Spent spent(String region) {
        return spent.getOrDefault(region, Spent.NOTHING);
    }

    List<Told> log() {
        return List.copyOf(log);
    }

    /** Of everything said so far. */
    String digest() {
        return transcript.digest();
    }

    /** The digest of what fresh cores say when they are told the same. */
    static String replay(List<Told> log) {
        var cores = new TreeMap<String, PlacementCore>();
        var transcript = new Transcript();
        for (var told : log) {
            var core = cores.computeIfAbsent(told.region(), Cloud::newCore);
            var outcome = core.handle(told.input());
            outcome.changes().forEach(core::apply);
            transcript.add(told.region(), outcome);
        }
        return transcript.digest();
    }
}
