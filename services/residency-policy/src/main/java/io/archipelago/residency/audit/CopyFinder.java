package io.archipelago.residency.audit;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.residency.gate.Crossed;
import io.archipelago.residency.gate.Leaf;
import io.archipelago.residency.gate.TopicReader;
import io.archipelago.topology.TopicNames;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Looks for copies in the export topics that are there, and keeps those with the smallest hashes: hashes are as good as
 * drawn by lot, so what is kept is a fair sample, and the same for whoever looks. Reads the topics whole: an audit is rare.
 */
final class CopyFinder {

    /** What crosses to two regions has one hash in both. */
    private static final Comparator<Kept> BY_HASH =
            Comparator.comparing(Kept::leaf, Arrays::compare).thenComparing(kept -> kept.found.sequence());

    private final Predicate<Found> wanted;
    private final int limit;
    private final TreeSet<Kept> kept = new TreeSet<>(BY_HASH);
    private final Leaf leaf = new Leaf();
    private long found;

    CopyFinder(Predicate<Found> wanted, int limit) {
        this.wanted = wanted;
        this.limit = limit;
    }

    /** @param leaf the copy's hash */
    record Kept(byte[] leaf, Found found) {}

    /** @param flow the local topic */
    record Found(String flow, String to, Crossed mark, ConsumerRecord<byte[], byte[]> copy) {

        String sequence() {
            return Crossing.sequence(flow, mark.partition(), to);
        }
    }

    /** From a local topic to a region. */
    record Road(String flow, String to) {

        String export() {
            return TopicNames.export(to, flow);
        }
    }

    /** @param roads the flow and the destination of each export topic, by its name */
    CopyFinder read(Map<String, Object> kafka, SortedMap<String, Road> roads) {
        TopicReader.read(kafka, "residency-policy-audit", roads.keySet(), copy -> {
            var road = roads.get(copy.topic());
            var mark = Crossed.of(copy.headers());
            if (road != null && mark != null) take(new Found(road.flow, road.to, mark, copy));
        });
        return this;
    }

    void take(Found one) {
        if (!wanted.test(one)) return;
        found++;
        var copy = one.copy;
        kept.add(new Kept(leaf.of(copy.timestamp(), copy.key(), copy.value(), copy.headers()), one));
        if (kept.size() > limit) kept.pollLast();
    }

    /** How many there are, kept or not. */
    long found() {
        return found;
    }

    /** Those that are kept, in the order of their hashes. */
    SortedSet<Kept> kept() {
        return kept;
    }

    List<String> flows() {
        return kept.stream().map(one -> one.found.flow).distinct().sorted().toList();
    }
}
