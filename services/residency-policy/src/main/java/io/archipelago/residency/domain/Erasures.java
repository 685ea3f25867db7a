package io.archipelago.residency.domain;

import io.archipelago.events.envelope.Labels;
import io.archipelago.events.erasure.Erasure;
import io.archipelago.events.erasure.ErasureAttested;
import io.archipelago.events.erasure.ErasureFile;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.resource.Author;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.core.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is erased from the datasets that are kept here, how far that is, and what this region has to attest to others. An
 * order is believed by its signature alone: it may come by a command, by this region's own topic, or back from a region
 * that attests, in any order and any number of times.
 */
public final class Erasures {

    static final String ORDERED = "erasure";
    static final String ABROAD = "erasure-abroad";
    public static final String TOPIC = "residency.erasures.v1";
    public static final String ATTESTATIONS = "residency.attestations.v1";

    private final String region;
    private final LedgerKey key;
    private final SortedMap<String, Ordered> ordered = new TreeMap<>();
    private final SortedMap<String, Abroad> abroad = new TreeMap<>();

    Erasures(String region, LedgerKey key) {
        this.region = region;
        this.key = key;
    }

    /**
     * Of a dataset that is kept here.
     *
     * @param attested by region
     */
    public record Ordered(Erasure erasure, SortedMap<String, ErasureAttested> attested) {

        /** Who has not attested yet; null while it is not known who has to. */
        public @Nullable SortedSet<String> missing() {
            var swept = erasure.swept();
            if (swept == null) return null;
            var missing = new TreeSet<>(swept.regions());
            for (var word : attested.values())
                if (word.reaches(swept.through().get(word.region()))) missing.remove(word.region());
            return missing;
        }

        boolean isComplete() {
            var missing = missing();
            return missing != null && missing.isEmpty();
        }
    }

    /** Of another region's dataset that has or had copies here. */
    record Abroad(Erasure erasure, @Nullable ErasureAttested attested) {}

    /**
     * Erases a person: answered with the {@link ErasureOrder}, an earlier one when there is one.
     *
     * @param subject the person's pseudonym
     * @param author who wants it
     */
    public record Erase(String dataset, String subject, Author author) {}

    /** Orders that were found in topics after a start: answered with how many of them were not known any more. */
    public record Heard(List<ErasureOrder> orders) {}

    /** The gate has sent the tombstones. */
    public record Sweep(String id, long tombstones, SortedMap<String, SortedMap<Integer, Long>> through) {}

    /** What was found in this region's copies. */
    public record Attest(String id, SortedMap<Integer, Long> through, long tombstones, long encrypted) {}

    Outcome erase(Erase erase, String id, Instant now, Map<String, Known.Dataset> datasets, Labels labels) {
        var dataset = datasets.get(erase.dataset);
        if (dataset == null || !dataset.home().equals(region))
            return Outcome.rejected(Rejection.notFound("a dataset " + erase.dataset + " that is kept in " + region));
        var persons = dataset.subject();
        if (dataset.topic() == null || persons == null)
            return Outcome.rejected(Rejection.conflict(
                    dataset.name() + " has no topic or no subjectColumn: nobody can tell whom its records are about"));
        for (var before : ordered.values()) {
            var order = before.erasure.order();
            if (order.dataset().equals(erase.dataset) && order.subject().equals(erase.subject))
                return Outcome.answer(order);
        }
        var order = new ErasureOrder(
                        id,
                        region,
                        dataset.name(),
                        persons.jurisdiction(),
                        dataset.topic(),
                        erase.subject,
                        now,
                        key.publicKey(),
                        null)
                .signedBy(key);
        var outcome = Outcome.builder();
        put(new Ordered(new Erasure(order, erase.author, null), new TreeMap<>()), outcome, labels);
        return outcome.answer(order).build();
    }

    /**
     * By which datasets a dataset's persons are known: those of its topic that name them by the same column. The gate
     * encrypts with the keys of the first by name; but which that is changes as datasets come and go, and what crossed before
     * is opened by the keys of the one before.
     */
    static List<SubjectColumn> persons(Known.Dataset of, Collection<Known.Dataset> datasets) {
        var column = of.subject();
        if (column == null || of.topic() == null) return List.of();
        return datasets.stream()
                .filter(dataset ->
                        of.topic().equals(dataset.topic()) && dataset.home().equals(of.home()))
                .flatMap(dataset -> Stream.ofNullable(dataset.subject()))
                .filter(other -> other.name().equals(column.name()))
                .sorted(Comparator.comparing(SubjectColumn::dataset))
                .toList();
    }

    Outcome heard(Heard heard, Labels labels) {
        var outcome = Outcome.builder();
        var fresh = new TreeMap<String, ErasureOrder>();
        for (var order : heard.orders) if (isForgotten(order)) fresh.put(order.id(), order);
        fresh.values()
                .forEach(order -> put(new Ordered(new Erasure(order, null, null), new TreeMap<>()), outcome, labels));
        return outcome.answer(fresh.size()).build();
    }

    /** This region's own word, of which it knows nothing: its database was put back from a backup. */
    private boolean isForgotten(ErasureOrder order) {
        return order.home().equals(region) && !ordered.containsKey(order.id()) && order.isSignedBy(key.publicKey());
    }

    /** @param regions that ever received something, by topic */
    Outcome swept(Sweep sweep, Instant now, Set<String> regions, Labels labels) {
        var known = ordered.get(sweep.id);
        if (known == null || known.erasure.swept() != null) return Outcome.answer(now);
        var all = new TreeSet<>(regions);
        var swept = new Erasure.Swept(now, sweep.tombstones, sweep.through, all);
        var outcome = Outcome.builder();
        put(new Ordered(known.erasure.after(swept), known.attested), outcome, labels);
        return outcome.answer(now).build();
    }

    private static void put(Ordered erasure, Outcome.Builder outcome, Labels labels) {
        var id = erasure.erasure.order().id();
        outcome.put(ORDERED, id, erasure).emit(Emit.of(TOPIC, id, erasure.erasure, labels));
    }

    /** Another region has erased somebody. */
    Outcome learn(Erasure erasure, @Nullable String peer) {
        var order = erasure.order();
        if (!order.home().equals(peer) || !order.isSignedBy(order.key()))
            return Outcome.rejected(Rejection.malformed("an order that " + order.home() + " has not signed"));
        var before = abroad.get(order.id());
        if (before != null && (erasure.swept() == null || erasure.swept().equals(before.erasure.swept())))
            return Outcome.nothing();
        return Outcome.builder()
                .put(ABROAD, order.id(), new Abroad(erasure, null))
                .build();
    }

    /** Another region has attested. */
    Outcome learn(ErasureAttested attestation, @Nullable String peer, Labels labels) {
        var order = attestation.order();
        if (!attestation.region().equals(peer) || !attestation.isSignedBy(attestation.key()))
            return Outcome.rejected(
                    Rejection.malformed("an attestation that " + attestation.region() + " has not signed"));
        if (!order.home().equals(region)) return Outcome.nothing();
        if (!order.isSignedBy(key.publicKey()))
            return Outcome.rejected(Rejection.malformed("it attests an erasure that was never ordered here"));
        var known = ordered.get(order.id());
        var outcome = Outcome.builder();
        var attested = known == null ? new TreeMap<String, ErasureAttested>() : new TreeMap<>(known.attested);
        if (attestation.equals(attested.put(attestation.region(), attestation))) return Outcome.nothing();
        var erasure = known == null ? new Erasure(order, null, null) : known.erasure;
        if (known == null) put(new Ordered(erasure, attested), outcome, labels);
        else outcome.put(ORDERED, order.id(), new Ordered(erasure, attested));
        return outcome.build();
    }

    Outcome attest(Attest attest, Instant now, Labels labels) {
        var known = abroad.get(attest.id);
        if (known == null || known.attested != null) return Outcome.answer(now);
        var attestation = new ErasureAttested(
                        known.erasure.order(),
                        region,
                        attest.through,
                        attest.tombstones,
                        attest.encrypted,
                        now,
                        key.publicKey(),
                        null)
                .signedBy(key);
        return Outcome.builder()
                .put(ABROAD, attest.id, new Abroad(known.erasure, attestation))
                .emit(Emit.of(ATTESTATIONS, attest.id + '|' + region, attestation, labels))
                .answer(now)
                .build();
    }

    boolean apply(Change change) {
        if (!(change instanceof Change.Put put)) return false;
        switch (put.body()) {
            case Ordered now -> ordered.put(put.key(), now);
            case Abroad now -> abroad.put(put.key(), now);
            default -> {
                return false;
            }
        }
        return true;
    }

    public List<Ordered> all() {
        return List.copyOf(ordered.values());
    }

    /** Persons by dataset, whose records stay home. */
    Map<String, Set<String>> persons() {
        var persons = new HashMap<String, Set<String>>();
        for (var one : ordered.values())
            persons.computeIfAbsent(one.erasure.order().dataset(), first -> new HashSet<>())
                    .add(one.erasure.order().subject());
        return persons;
    }

    /** Orders for whose tombstones the gate has still to see. */
    List<ErasureOrder> toSweep() {
        return ordered.values().stream()
                .filter(one -> one.erasure.swept() == null)
                .map(one -> one.erasure.order())
                .toList();
    }

    /** Erasures of other regions that wait for a look at the copies here. */
    public List<Erasure> toAttest() {
        var waiting = new ArrayList<Erasure>();
        for (var one : abroad.values()) {
            var swept = one.erasure.swept();
            if (one.attested == null && swept != null && swept.regions().contains(region)) waiting.add(one.erasure);
        }
        return waiting;
    }

    /** A certificate's lines, or who has not attested. */
    public sealed interface Proof {
        record Certified(List<String> lines) implements Proof {}

        /** @param missing null while the gate has not sent all tombstones */
        record Waiting(Instant since, @Nullable SortedSet<String> missing) implements Proof {}
    }

    /** Empty when there is no such erasure here. */
    public Optional<Proof> proof(String id, Instant now) {
        return Optional.ofNullable(ordered.get(id)).map(one -> {
            var swept = one.erasure.swept();
            if (swept == null || !one.isComplete())
                return new Proof.Waiting(one.erasure.order().orderedAt(), one.missing());
            var wanted = new TreeMap<>(one.attested);
            wanted.keySet().retainAll(swept.regions());
            return new Proof.Certified(ErasureFile.write(one.erasure.order(), swept, wanted.values(), now, key));
        });
    }
}
