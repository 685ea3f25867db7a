package io.archipelago.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Several regions in one thread: cores, what they stored, and the messages between them, which take a random while, come
 * twice now and then, and wait for a region that is away. Each link keeps the order of its records, as a partition does;
 * different links do not. Everything follows from the seed.
 */
final class Islands {
    static final List<String> REGIONS = List.of("ap-southeast", "eu-central", "us-east");
    private static final Set<String> MIRRORED =
            Set.of(Announcements.REQUESTS, Announcements.RESERVATIONS, Announcements.PLACEMENTS);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int STEPS_AT_MOST = 20_000;

    /** One region: what runs, and what would survive a crash. */
    private static final class Island {
        PlacementCore core;
        boolean up = true;
        final Map<String, String> documents = new TreeMap<>();
        final Set<String> inbox = new HashSet<>();
        final List<String> said = new ArrayList<>();
        final List<Input> heard = new ArrayList<>();

        Island(PlacementCore core) {
            this.core = core;
        }
    }

    private record Delivery(
            long atMs,
            long order,
            String to,
            String topic,
            @Nullable String peer,
            String key,
            Envelope envelope,
            String body) {}

    private final Random random;
    private final Map<String, Island> islands = new TreeMap<>();
    private final PriorityQueue<Delivery> underway =
            new PriorityQueue<>(Comparator.comparingLong(Delivery::atMs).thenComparingLong(Delivery::order));
    private final Map<String, Long> links = new HashMap<>();
    private final Set<String> cut = new HashSet<>();
    private final List<Delivery> held = new ArrayList<>();
    private double duplicates;
    private int maxDelayMs = 50;
    private long nowMs;
    private long counter;
    final List<String> deadLetters = new ArrayList<>();

    Islands(long seed) {
        random = new Random(seed);
        for (var region : REGIONS) islands.put(region, new Island(core(region)));
    }

    static PlacementCore core(String region) {
        return new PlacementCore(
                region,
                "DE",
                REGIONS.stream().filter(other -> !other.equals(region)).toList(),
                Prices.DEFAULT,
                1000);
    }

    Islands withDuplicates(double share) {
        duplicates = share;
        return this;
    }

    Islands withDelaysUpTo(int ms) {
        maxDelayMs = ms;
        return this;
    }

    private Island island(String region) {
        var island = islands.get(region);
        if (island == null) throw new IllegalArgumentException(region);
        return island;
    }

    /** A fact from a neighbouring service of one region. */
    void tell(String region, String topic, String key, Object body) {
        var envelope = envelope("told-" + counter, topic, region + "/test", key, Labels.internal("DE"));
        send(region, region, topic, null, key, envelope, json(body));
    }

    void tellAll(String topic, String key, Object body) {
        for (var region : REGIONS) tell(region, topic, key, body);
    }

    void judge(String judge, String region, String verdict) {
        var health = new RegionHealth(region, judge, verdict, START.plusMillis(nowMs), null, null, "test");
        tell(judge, "observability.regions.v1", region, health);
    }

    /** Everything in the region dies; what is sent to it waits. The others find out. */
    void lose(String region) {
        island(region).up = false;
        for (var judge : REGIONS) if (!judge.equals(region) && island(judge).up) judge(judge, region, "lost");
    }

    /** It starts again from its documents; what waited arrives; the others find out. */
    void comesBack(String region) {
        restart(region);
        island(region).up = true;
        release();
        for (var judge : REGIONS) if (!judge.equals(region)) judge(judge, region, "healthy");
    }

    /** A new core from what the old one stored. */
    void restart(String region) {
        var island = island(region);
        island.core = core(region);
        island.documents.forEach((key, body) -> {
            int slash = key.indexOf('/');
            var kind = key.substring(0, slash);
            var type = island.core.documents().get(kind);
            try {
                island.core.apply(
                        new Change.Put(kind, key.substring(slash + 1), EventJson.MAPPER.readValue(body, type)));
            } catch (JsonProcessingException e) {
                throw new AssertionError(key, e);
            }
        });
    }

    /** The two regions no longer hear each other. */
    void cut(String a, String b) {
        cut.add(a + b);
        cut.add(b + a);
    }

    void heal() {
        cut.clear();
        release();
    }

    private void release() {
        var waiting = List.copyOf(held);
        held.clear();
        for (var delivery : waiting)
            underway.add(new Delivery(
                    nowMs + 1,
                    delivery.order(),
                    delivery.to(),
                    delivery.topic(),
                    delivery.peer(),
                    delivery.key(),
                    delivery.envelope(),
                    delivery.body()));
    }

    private void send(
            String from, String to, String topic, @Nullable String peer, String key, Envelope envelope, String body) {
        var link = from + ">" + to + ">" + topic;
        int copies = random.nextDouble() < duplicates ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long at = Math.max(nowMs + 1 + random.nextInt(maxDelayMs), links.getOrDefault(link, 0L));
            links.put(link, at);
            underway.add(new Delivery(at, counter++, to, topic, peer, key, envelope, body));
        }
    }

    /** Until nobody has anything more to say. */
    Islands settle() {
        for (int step = 0; step < STEPS_AT_MOST; step++) {
            var next = underway.poll();
            if (next == null) return this;
            nowMs = Math.max(nowMs, next.atMs());
            boolean unreachable = next.peer() != null && cut.contains(next.peer() + next.to());
            if (!island(next.to()).up || unreachable) held.add(next);
            else deliver(next);
        }
        throw new AssertionError("they never stop talking: " + underway.peek());
    }

    /** Time goes by; about once a second every region that is up is told so. */
    Islands later(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowMs += 1000;
            for (var region : REGIONS) if (island(region).up) tick(region);
            settle();
        }
        return this;
    }

    private void deliver(Delivery delivery) {
        var island = island(delivery.to());
        if (!island.inbox.add(delivery.envelope().id())) return;
        var type = island.core.events().get(delivery.topic());
        try {
            if (type == null) throw new AssertionError(delivery.topic());
            Object body = EventJson.MAPPER.readValue(delivery.body(), type.type());
            take(
                    delivery.to(),
                    new Input.Event(
                            delivery.envelope().id(),
                            START.plusMillis(nowMs),
                            delivery.topic(),
                            delivery.peer(),
                            delivery.key(),
                            delivery.envelope(),
                            body,
                            START.plusMillis(nowMs)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(delivery.body(), e);
        }
        if (island.core.hasWork()) tick(delivery.to());
    }

    private void tick(String region) {
        take(region, new Input.Tick("tick-" + region + counter++, START.plusMillis(nowMs)));
        if (island(region).core.hasWork())
            take(region, new Input.Tick("tick-" + region + counter++, START.plusMillis(nowMs)));
    }

    private void take(String region, Input input) {
        var island = island(region);
        island.heard.add(input);
        var outcome = island.core.handle(input);
        if (outcome.rejection() != null) deadLetters.add(outcome.rejection().detail());
        store(island, outcome);
        int index = 0;
        for (var emit : outcome.events()) publish(region, input, index++, emit);
        neverPromisesMoreThanThereIs(region);
    }

    private static void store(Island island, Outcome outcome) {
        for (var change : outcome.changes()) {
            island.core.apply(change);
            var key = change.kind() + "/" + change.key();
            switch (change) {
                case Change.Put put -> island.documents.put(key, json(put.body()));
                case Change.Remove remove -> island.documents.remove(key);
            }
        }
    }

    private void publish(String region, Input input, int index, Emit emit) {
        var id = UUID.nameUUIDFromBytes((input.id() + index).getBytes(StandardCharsets.UTF_8))
                .toString();
        var body = json(emit.body());
        island(region).said.add(emit.topic() + " " + emit.key() + " " + body);
        var envelope = envelope(id, emit.topic(), region + "/placement", emit.key(), emit.labels());
        if (MIRRORED.contains(emit.topic())) {
            send(region, region, emit.topic(), null, emit.key(), envelope, body);
            var audience = emit.labels().audience();
            for (var other : REGIONS)
                if (!other.equals(region) && (audience == null || audience.equals(other)))
                    send(region, other, emit.topic(), region, emit.key(), envelope, body);
        }
    }

    private Envelope envelope(String id, String topic, String source, String key, Labels labels) {
        return new Envelope(id, Envelope.typeOf(topic), source, key, START.plusMillis(nowMs), labels, null, null);
    }

    private static String json(@Nullable Object body) {
        try {
            return EventJson.MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void neverPromisesMoreThanThereIs(String region) {
        for (var site : island(region).core.overview().reservations())
            if (site.own())
                assertThat(site.promisable().covers(site.promised()))
                        .as("%s promised %s of %s", site.site(), site.promised(), site.promisable())
                        .isTrue();
    }

    PlacementCore at(String region) {
        return island(region).core;
    }

    Placement placement(String seenFrom, String workload) {
        return at(seenFrom)
                .overview()
                .placement(workload)
                .orElseThrow(() -> new AssertionError(workload + " is not placed, as " + seenFrom + " sees it"));
    }

    TrafficWeights weights(String planner, String workload) {
        return at(planner).overview().weights(workload).orElseThrow();
    }

    /** What sites really hold for a workload, as their own regions know: by site. */
    Map<String, Integer> holding(String workload) {
        var bySite = new TreeMap<String, Integer>();
        for (var region : REGIONS)
            for (var site : at(region).overview().reservations())
                for (var held : site.reservations())
                    if (site.own() && held.workload().equals(workload) && held.granted() > 0)
                        bySite.put(site.site(), held.granted());
        return bySite;
    }

    static Map<String, Integer> sites(Placement placement) {
        var bySite = new TreeMap<String, Integer>();
        for (var share : placement.sites()) bySite.put(share.site(), share.replicas());
        return bySite;
    }

    /** Everything a region published, in order. */
    List<String> said(String region) {
        return List.copyOf(island(region).said);
    }

    /** Everything a region was told, in order: its log. */
    List<Input> heard(String region) {
        return List.copyOf(island(region).heard);
    }
}
