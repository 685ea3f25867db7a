package io.archipelago.observability.domain;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.observability.ProbeSent;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Passing;
import io.archipelago.kit.core.Tombstone;
import io.archipelago.observability.domain.Outlook.Patience;
import io.archipelago.observability.domain.Outlook.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Three watching regions in simulated time: each ticks once a second, its probes travel to itself and its peers in 40
 * ms, and links can be cut in one direction, regions killed, put to sleep and made deaf.
 */
final class Cloud {

    static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration TRAVEL = Duration.ofMillis(40);
    private static final Map<String, Place> PLACES = new TreeMap<>(Map.of(
            "eu-central", new Place("eu-central", "DE", "aws/eu-central-1"),
            "us-east", new Place("us-east", "US", "aws/us-east-1"),
            "ap-southeast", new Place("ap-southeast", "SG", "aws/ap-southeast-1")));

    /** What one region said, and when. */
    record Said(Instant at, Emit emit) {}

    private record Delivery(Instant at, String to, String from, String topic, Object body) {}

    final class Node {
        final String region;
        final Map<String, Change> documents = new LinkedHashMap<>();
        final List<Said> said = new ArrayList<>();
        ObservabilityCore core;
        boolean running = true;

        Node(String region) {
            this.region = region;
            this.core = core(region);
        }

        /** A new process that knows what the old one stored. */
        void restart() {
            core = core(region);
            documents.values().forEach(core::apply);
            running = true;
        }

        private void run(Input input) {
            var outcome = core.handle(input);
            for (var change : outcome.changes()) {
                core.apply(change);
                if (change instanceof Change.Put put && put.body() instanceof Passing) continue;
                if (change instanceof Change.Put) documents.put(change.kind() + '/' + change.key(), change);
                else documents.remove(change.kind() + '/' + change.key());
            }
            for (var emit : outcome.events()) {
                said.add(new Said(now, emit));
                send(region, emit);
            }
        }

        List<RegionHealth> verdictsOn(String peer) {
            return said.stream()
                    .filter(s ->
                            s.emit.topic().equals(Watch.REGIONS) && s.emit.key().equals(peer))
                    .map(s -> (RegionHealth) s.emit.body())
                    .toList();
        }

        RegionHealth lastVerdictOn(String peer) {
            return verdictsOn(peer).getLast();
        }

        Picture.LinkRow link(String from, String to) {
            return core.picture(ObservabilityCore.EVERYTHING, now).links().stream()
                    .filter(l -> l.from().equals(from) && l.to().equals(to))
                    .findFirst()
                    .orElseThrow();
        }

        Picture.RegionRow region(String name) {
            return core.picture(ObservabilityCore.EVERYTHING, now).regions().stream()
                    .filter(r -> r.region().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private final Patience patience;
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Set<String> cut = new HashSet<>();
    private final PriorityQueue<Delivery> road =
            new PriorityQueue<>(Comparator.comparing(Delivery::at).thenComparing(Delivery::to));
    private BiPredicate<String, ProbeSent> dropped = (to, probe) -> false;
    private ToLongFunction<ProbeSent> extraMs = probe -> 0;
    private Instant now = START;
    private int inputs;

    Cloud(String... regions) {
        this.patience = Patience.DEFAULT;
        var names = regions.length == 0 ? PLACES.keySet() : Set.of(regions);
        for (var name : names) nodes.put(name, null);
        for (var name : names) nodes.put(name, new Node(name));
    }

    private ObservabilityCore core(String region) {
        var peers = nodes.keySet().stream()
                .filter(name -> !name.equals(region))
                .collect(Collectors.toMap(name -> name, PLACES::get));
        return new ObservabilityCore(new Outlook(PLACES.get(region), peers, patience));
    }

    Node node(String region) {
        return nodes.get(region);
    }

    Instant now() {
        return now;
    }

    /** Lets time pass: ticks on each full second, deliveries when they are due. */
    Cloud run(Duration span) {
        var end = now.plus(span);
        while (now.isBefore(end)) {
            var second = now.plusSeconds(1);
            while (!road.isEmpty() && !road.peek().at.isAfter(second)) {
                var delivery = road.poll();
                now = delivery.at;
                deliver(delivery);
            }
            now = second;
            for (var node : nodes.values()) if (node.running) node.run(new Input.Tick("tick-" + inputs++, now));
        }
        return this;
    }

    Cloud run(int seconds) {
        return run(Duration.ofSeconds(seconds));
    }

    void kill(String region) {
        node(region).running = false;
        road.removeIf(d -> d.to.equals(region) || d.from.equals(region));
    }

    void cut(String from, String to) {
        cut.add(from + "->" + to);
    }

    void heal() {
        cut.clear();
    }

    void drop(BiPredicate<String, ProbeSent> which) {
        dropped = which;
    }

    /** Probes travel so much longer. */
    void delay(ToLongFunction<ProbeSent> byMs) {
        extraMs = byMs;
    }

    void heartbeat(String from, String to) {
        road.add(new Delivery(now.plus(TRAVEL), to, from, Watch.HEARTBEATS, new byte[] {1}));
    }

    /** Hands an event to a region as from its own topic, or a peer's copy. */
    void event(String to, String from, String topic, Object body) {
        deliver(new Delivery(now, to, from, topic, body));
    }

    private void send(String from, Emit emit) {
        if (!emit.topic().equals(Watch.PROBES)) return;
        for (var to : nodes.keySet())
            if (!cut.contains(from + "->" + to) && !dropped.test(to, (ProbeSent) emit.body()))
                road.add(new Delivery(
                        now.plus(TRAVEL).plusMillis(extraMs.applyAsLong((ProbeSent) emit.body())),
                        to,
                        from,
                        emit.topic(),
                        emit.body()));
    }

    private void deliver(Delivery d) {
        if (!node(d.to).running) return;
        handle(d, d.body instanceof io.archipelago.events.cost.Charge charge ? charge.key() : d.from);
    }

    /** Nothing more is said under a key. */
    void tombstone(String to, String from, String topic, String key) {
        handle(new Delivery(now, to, from, topic, Tombstone.TOMBSTONE), key);
    }

    private void handle(Delivery d, String key) {
        var id = "event-" + inputs++;
        var envelope = new Envelope(
                id, Envelope.typeOf(d.topic), d.from + "/test", key, now, Labels.internal("DE"), null, null);
        var peer = d.from.equals(d.to) ? null : d.from;
        node(d.to).run(new Input.Event(id, now, d.topic, peer, key, envelope, d.body, now));
    }
}
