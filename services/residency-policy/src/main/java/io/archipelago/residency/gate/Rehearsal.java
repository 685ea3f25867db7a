package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.residency.domain.Action;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.LedgerPage;
import io.archipelago.residency.domain.LedgerPage.Road;
import io.archipelago.residency.domain.Volumes;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.treatment.PseudonymKey;
import io.archipelago.topology.Topology;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Has the gate decide once more on what has crossed, by other orders: what would become of the same records if they came
 * again. It decides by the very tables the gate decides with, by what is declared now, and goes on counting volumes from
 * where they are now. Of one thread.
 */
public final class Rehearsal {

    /** Nothing is treated here, so no pseudonym is made. */
    private static final PseudonymKey UNUSED = PseudonymKey.generate();

    private static final Keyring KEYRING = Keyring.forgetful();

    private final Topology topology;
    private final SortedMap<String, String> peers;
    private final GateOrders orders;
    private final Volumes left;
    private final Map<Road, Sum> sums = new HashMap<>();
    private final Map<String, long[]> room = new HashMap<>();
    private final boolean volumesMatter;
    private Map<String, Flow> flows = Map.of();
    private Map<String, FlowLaw> laws = Map.of();
    private final FlowLaw.Tables tables = new FlowLaw.Tables();
    private SortedMap<String, Long> bands = new TreeMap<>();
    private long lines;
    private long firstMs = Long.MAX_VALUE;

    /** @param peers the jurisdiction of each other region, by name */
    public Rehearsal(Topology topology, SortedMap<String, String> peers, GateOrders orders) {
        this.topology = topology;
        this.peers = new TreeMap<>(peers);
        this.orders = orders;
        this.left = orders.left().copy();
        this.volumesMatter = orders.law().countsVolumes();
        adopt();
    }

    /**
     * What would become of a record.
     *
     * @param why the rules that decide, or the reason it stays, as the gate counts it
     */
    public record Fate(boolean crosses, String why) {}

    /**
     * What would become of all that went one way.
     *
     * @param count records, and of these {@code refused} would stay
     * @param lastAt the end of the window in which the last of them crossed
     * @param why the latest decision: of a refusal, when there was any
     */
    public record Outcome(
            Road road, long count, long bytes, long refused, long refusedBytes, Instant lastAt, String why) {}

    private static final class Sum {
        private final Road road;

        /** How many records its owner may let leave before volumes are looked at; of all the owner's roads. */
        private final long[] room;

        private @Nullable Flow flow;
        private Fate fate;
        private String why;
        private long count;
        private long bytes;
        private long refused;
        private long refusedBytes;
        private long lastMs;

        /** Records that left, but are not among the volumes yet. */
        private long uncounted;

        Sum(Road road, @Nullable Flow flow, long[] room, Fate fate) {
            this.road = road;
            this.flow = flow;
            this.room = room;
            this.fate = fate;
            this.why = fate.why;
        }

        Outcome outcome() {
            return new Outcome(road, count, bytes, refused, refusedBytes, Instant.ofEpochMilli(lastMs), why);
        }
    }

    /** The terms of all flows, by the volumes as they are by now. */
    private void adopt() {
        bands = left.bands(orders.law());
        var now = new GateOrders(orders.law(), Map.of(), orders.leaving(), List.of(), orders.origin(), left);
        flows = new HashMap<>();
        for (var flow : Flow.of(topology, peers, now)) flows.put(flow.topic(), flow);
        laws = new HashMap<>();
        for (var sum : sums.values()) {
            sum.flow = flows.get(sum.road.flow());
            sum.fate = decide(sum.road);
        }
    }

    /** On a record that goes this way. */
    public Fate decide(Road road) {
        var flow = flows.get(road.flow());
        if (flow == null) return new Fate(false, "not declared any more");
        var law = laws.computeIfAbsent(road.flow(), topic -> law(flow));
        int destination = law.destinations().indexOf(road.to());
        if (destination < 0) return new Fate(false, "not wanted there any more");
        var decision = law.decide(destination, passport(road, flow));
        var treater = decision.treater();
        return new Fate(
                decision.crosses(), treater == null ? decision.why() : decision.why() + ", treated: " + treater.plan());
    }

    private FlowLaw law(Flow flow) {
        var terms = flow.terms(orders.law().code().version());
        return FlowLaw.of(
                orders.law(), terms, flow.forOneRegion(), tables, Care.of(orders.law(), flow, terms, UNUSED, KEYRING));
    }

    /** What crossed was neither a repeat nor for another region. */
    private static Passport passport(Road road, Flow flow) {
        var passport = new Passport();
        passport.dataClass = road.dataClass().getBytes(UTF_8);
        passport.jurisdiction = road.jurisdiction().getBytes(UTF_8);
        if (flow.forOneRegion()) passport.audience = road.to().getBytes(UTF_8);
        return passport;
    }

    /** In words, with the question that would settle a denial; empty when the flow is not declared. */
    public String reason(Road road) {
        var flow = flows.get(road.flow());
        var place = peers.get(road.to());
        if (flow == null || place == null) return "";
        var verdict =
                orders.law().decide(road.dataClass(), road.jurisdiction(), Action.SEND, place, flow.circumstances());
        if (!verdict.allowed()) return verdict.reason();
        for (var floor : flow.floors()) {
            int colon = floor.indexOf(':');
            var declared = orders.law()
                    .decide(
                            floor.substring(0, colon),
                            floor.substring(colon + 1),
                            Action.SEND,
                            place,
                            flow.circumstances());
            if (!declared.allowed()) return declared.reason() + " (as its dataset is declared)";
        }
        return verdict.reason();
    }

    /** Decides on all of a page's lines from a time on. */
    public void read(LedgerPage page, Instant since) {
        page.read(since, road -> sums.computeIfAbsent(road, this::sum), this::line);
    }

    private Sum sum(Road road) {
        var flow = flows.get(road.flow());
        var owner = flow == null ? "" : Objects.requireNonNullElse(flow.owner(), "");
        return new Sum(road, flow, room.computeIfAbsent(owner, first -> new long[1]), decide(road));
    }

    private void line(Sum sum, long atMs, long count, long bytes) {
        lines++;
        if (atMs < firstMs) firstMs = atMs;
        sum.count += count;
        sum.bytes += bytes;
        sum.lastMs = atMs;
        if (sum.fate.crosses) {
            if (volumesMatter) cross(sum, count);
        } else {
            sum.refused += count;
            sum.refusedBytes += bytes;
            sum.why = sum.fate.why;
        }
    }

    /** Volumes matter where the law speaks of them: they are looked at when an owner's may have got there. */
    private void cross(Sum sum, long count) {
        if (sum.flow == null) return;
        sum.uncounted += count;
        sum.room[0] -= count;
        if (sum.room[0] > 0) return;
        sums.values().forEach(this::count);
        sum.room[0] = left.room(sum.flow.owner(), orders.law());
        if (!left.bands(orders.law()).equals(bands)) adopt();
    }

    private void count(Sum sum) {
        if (sum.flow != null && sum.uncounted > 0)
            left.add(sum.road.to(), sum.flow.owner(), sum.flow.dataClass(), sum.uncounted);
        sum.uncounted = 0;
    }

    /** By the names of flow, destination and labels. */
    public List<Outcome> outcomes() {
        return sums.values().stream()
                .filter(sum -> sum.count > 0) // a page names roads whose lines are all older
                .map(Sum::outcome)
                .sorted(Comparator.comparing((Outcome outcome) -> outcome.road.flow())
                        .thenComparing(outcome -> outcome.road.to())
                        .thenComparing(outcome -> outcome.road.dataClass())
                        .thenComparing(outcome -> outcome.road.jurisdiction())
                        .thenComparing(outcome -> Objects.requireNonNullElse(outcome.road.owner(), "")))
                .toList();
    }

    /** How many lines of the ledger were decided on. */
    public long lines() {
        return lines;
    }

    /** The time of the oldest of them; null when there was none. */
    public @Nullable Instant firstAt() {
        return lines == 0 ? null : Instant.ofEpochMilli(firstMs);
    }
}
