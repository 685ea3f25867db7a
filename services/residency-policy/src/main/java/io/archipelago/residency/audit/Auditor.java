package io.archipelago.residency.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.kit.store.Document;
import io.archipelago.residency.audit.CopyFinder.Found;
import io.archipelago.residency.audit.CopyFinder.Road;
import io.archipelago.residency.domain.Action;
import io.archipelago.residency.domain.Circumstances;
import io.archipelago.residency.domain.Code;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.domain.LedgerArchive;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.gate.Copier;
import io.archipelago.residency.gate.Leaf;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Puts an audit together from the copies, the ledger and the laws of the archive. Blocks; any thread may ask. */
@Singleton
public class Auditor {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 100;
    private static final int LEAF_BYTES = 32;
    private static final TypeReference<TreeMap<String, byte[]>> LEAVES = new TypeReference<>() {};

    private final CoreRuntime<ResidencyCore> runtime;
    private final Map<String, Object> kafka;
    private final String region;
    private final Map<String, String> places = new HashMap<>();

    Auditor(
            CoreRuntime<ResidencyCore> runtime,
            RegionConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.runtime = runtime;
        this.kafka = kafka;
        this.region = config.region();
        places.put(region, config.jurisdiction());
        config.peerList().forEach(peer -> places.put(peer.name(), peer.jurisdiction()));
    }

    /** A signed entry, as text and as what it says. */
    private record Signed(String text, LedgerEntry entry) {}

    /** Everything that crossed about one subject: the records whose key it is, as far as their copies are still there. */
    public Audit subject(String key, Instant until) {
        var roads = new TreeMap<String, Road>();
        runtime.query(ResidencyCore::ledgerState).await().atMost(PATIENCE).entered().values().stream()
                .filter(sequence -> Topics.TOPOLOGY.topic(sequence.flow()).isEmpty())
                .map(sequence -> new Road(sequence.flow(), sequence.to()))
                .forEach(road -> roads.put(road.export(), road));
        var found = roads.isEmpty() ? List.<Found>of() : CopyFinder.find(kafka, roads, key.getBytes(UTF_8));
        var flows = found.stream().map(Found::flow).distinct().toList();
        var slice = found.isEmpty() ? List.<Signed>of() : slice(until, crossing -> flows.contains(crossing.flow()));
        var laws = laws(slice);
        var copies = new ArrayList<Audit.Copy>();
        var entries = new TreeMap<Long, String>();
        int notEntered = 0;
        for (var one : found) {
            var signed =
                    slice.stream().filter(any -> crossing(any, one) != null).findFirst();
            if (signed.isEmpty()) {
                notEntered++;
                continue;
            }
            entries.put(signed.get().entry().number(), signed.get().text());
            copies.add(copy(one, signed.get(), laws));
        }
        return new Audit(region, until, copies, notEntered, entries, laws);
    }

    /** Everything that crossed of the data a workload uses. */
    public Audit workload(String name, Instant until) {
        var topics = runtime.query(core -> core.topicsOf(name))
                .await()
                .atMost(PATIENCE)
                .orElseThrow(() -> new Rejected(Rejection.notFound("workload " + name)));
        var slice = slice(until, crossing -> topics.contains(crossing.flow()));
        var entries = new TreeMap<Long, String>();
        slice.forEach(signed -> entries.put(signed.entry().number(), signed.text()));
        return new Audit(region, until, List.of(), 0, entries, laws(slice));
    }

    private List<Signed> slice(Instant until, Predicate<Crossing> wanted) {
        var slice = new ArrayList<Signed>();
        for (long from = 1; ; from += PAGE) {
            var page = archived(LedgerArchive.ENTRIES, LedgerArchive.key(from), PAGE);
            for (var document : page) {
                var entry = read(document.body(), new TypeReference<LedgerEntry>() {});
                if (!entry.windowStart().isAfter(until)
                        && entry.crossings().stream().anyMatch(wanted)) slice.add(new Signed(document.body(), entry));
            }
            if (page.size() < PAGE) return slice;
        }
    }

    private SortedMap<String, Code> laws(List<Signed> slice) {
        var laws = new TreeMap<String, Code>();
        slice.stream()
                .flatMap(signed -> signed.entry().crossings().stream())
                .flatMap(crossing -> crossing.laws().stream())
                .distinct()
                .forEach(version -> archived(LedgerArchive.LAWS, version, 1).stream()
                        .filter(law -> law.key().equals(version))
                        .forEach(law -> laws.put(version, read(law.body(), new TypeReference<Code>() {}))));
        return laws;
    }

    private static @Nullable Crossing crossing(Signed signed, Found found) {
        return signed.entry().crossings().stream()
                .filter(crossing -> crossing.flow().equals(found.flow())
                        && crossing.partition() == found.mark().partition()
                        && crossing.to().equals(found.to())
                        && crossing.first() <= found.mark().sequence()
                        && crossing.last() >= found.mark().sequence())
                .findFirst()
                .orElse(null);
    }

    private Audit.Copy copy(Found found, Signed signed, Map<String, Code> laws) {
        var record = found.copy();
        var crossing = crossing(signed, found);
        return new Audit.Copy(
                found.flow(),
                found.mark().partition(),
                found.mark().offset(),
                found.to(),
                found.mark().sequence(),
                Instant.ofEpochMilli(record.timestamp()),
                record.value() == null,
                decision(record.headers(), found.to(), crossing, laws),
                crossing == null ? null : proof(found, signed.entry(), crossing));
    }

    private Audit.Decision decision(Headers headers, String to, @Nullable Crossing crossing, Map<String, Code> laws) {
        var dataClass = text(headers, Header.DATA_CLASS);
        var jurisdiction = text(headers, Header.JURISDICTION);
        var place = places.getOrDefault(to, "");
        var again = new ArrayList<String>();
        // What the ledger does not keep (purposes, safeguards, volume at the time) counts as unknown, and unknown
        // denies.
        var circumstances = Circumstances.of(places.get(region), List.of(), List.of(), null);
        if (crossing != null)
            for (var version : crossing.laws()) {
                var code = laws.get(version);
                if (code == null) continue;
                var judgement = Law.of(code).judge(dataClass, jurisdiction, Action.SEND, place, circumstances);
                again.add((judgement.allowed() ? "allowed " : "denied ") + String.join(",", judgement.rules()));
            }
        return new Audit.Decision(
                dataClass, jurisdiction, place, text(headers, Copier.RULING), String.join("; ", again));
    }

    private Audit.@Nullable Proof proof(Found found, LedgerEntry entry, Crossing crossing) {
        var key = LedgerArchive.key(entry.number());
        var stored = archived(LedgerArchive.LEAVES, key, 1).stream()
                .filter(leaves -> leaves.key().equals(key))
                .map(leaves -> read(leaves.body(), LEAVES).get(LedgerArchive.leaves(crossing)))
                .findFirst()
                .orElse(null);
        if (stored == null) return null;
        var leaves = new ArrayList<byte[]>();
        for (int at = 0; at < stored.length; at += LEAF_BYTES)
            leaves.add(Arrays.copyOfRange(stored, at, at + LEAF_BYTES));
        var copy = found.copy();
        var leaf = new Leaf().of(copy.timestamp(), copy.key(), copy.value(), copy.headers());
        for (int index = 0; index < leaves.size(); index++)
            if (Arrays.equals(leaf, leaves.get(index)))
                return new Audit.Proof(
                        entry.number(),
                        index,
                        leaves.size(),
                        HexFormat.of().formatHex(leaf),
                        MerkleTree.path(leaves, index).stream()
                                .map(HexFormat.of()::formatHex)
                                .toList(),
                        crossing.root());
        return null; // the copy is not what was entered
    }

    private List<Document> archived(String kind, String from, int limit) {
        return runtime.archived(kind, from, limit).await().atMost(PATIENCE);
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return EventJson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("what was archived cannot be read", e);
        }
    }

    private static String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
