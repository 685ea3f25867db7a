package io.archipelago.residency.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.events.ledger.SignedText;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.kit.store.Document;
import io.archipelago.residency.KeyFile;
import io.archipelago.residency.audit.Audit.Question;
import io.archipelago.residency.audit.CopyFinder.Found;
import io.archipelago.residency.audit.CopyFinder.Kept;
import io.archipelago.residency.audit.CopyFinder.Road;
import io.archipelago.residency.domain.Code;
import io.archipelago.residency.domain.LedgerArchive;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.gate.Copier;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final int MAX_ENTRIES = 1_000;
    private static final int LEAF_BYTES = 32;
    private static final TypeReference<TreeMap<String, byte[]>> LEAVES = new TypeReference<>() {};

    private final CoreRuntime<ResidencyCore> runtime;
    private final KeyFile keyFile;
    private final Map<String, Object> kafka;
    private final String region;
    private final SortedMap<String, String> countries = new TreeMap<>();

    Auditor(
            CoreRuntime<ResidencyCore> runtime,
            KeyFile keyFile,
            RegionConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.runtime = runtime;
        this.keyFile = keyFile;
        this.kafka = kafka;
        this.region = config.region();
        countries.put(region, config.jurisdiction());
        config.peerList().forEach(peer -> countries.put(peer.name(), peer.jurisdiction()));
    }

    /** The answer to a question about a subject or a workload: one signed line. */
    public String answer(Question question, Instant now) {
        var audit = question.subject() != null
                ? subject(question, question.subject(), now)
                : workload(question, String.valueOf(question.workload()), now);
        return SignedText.write(json(audit), keyFile.key());
    }

    /** The records whose key it is, as far as their copies are still there. */
    private Audit subject(Question question, String key, Instant now) {
        var bytes = key.getBytes(UTF_8);
        var copies = find(
                flow -> Topics.TOPOLOGY.topic(flow).isEmpty(),
                one -> Arrays.equals(bytes, one.copy().key()),
                question.records());
        var marks = copies.kept().stream().map(Kept::found).toList();
        var slice = new Slice(
                crossing -> marks.stream()
                        .anyMatch(one -> one.sequence().equals(crossing.sequence())
                                && one.mark().sequence() >= crossing.first()
                                && one.mark().sequence() <= crossing.last()),
                MAX_ENTRIES);
        if (!marks.isEmpty()) fill(slice, question);
        return audit(question, now, copies.flows(), copies, slice);
    }

    /** All entries about the data a workload uses, and a sample of the records in them. */
    private Audit workload(Question question, String name, Instant now) {
        var topics = runtime.query(core -> core.topicsOf(name))
                .await()
                .atMost(PATIENCE)
                .orElseThrow(() -> new Rejected(Rejection.notFound("workload " + name)));
        var slice = new Slice(crossing -> topics.contains(crossing.flow()), MAX_ENTRIES);
        fill(slice, question);
        var copies = find(
                topics::contains, one -> slice.find(one.sequence(), one.mark().sequence()) != null, question.records());
        return audit(question, now, topics, copies, slice);
    }

    private CopyFinder find(Predicate<String> flows, Predicate<Found> wanted, int limit) {
        var roads = new TreeMap<String, Road>();
        runtime.query(ResidencyCore::ledgerState).await().atMost(PATIENCE).entered().values().stream()
                .filter(sequence -> flows.test(sequence.flow()))
                .map(sequence -> new Road(sequence.flow(), sequence.to()))
                .forEach(road -> roads.put(road.export(), road));
        var finder = new CopyFinder(wanted, limit);
        return roads.isEmpty() ? finder : finder.read(kafka, roads);
    }

    private void fill(Slice slice, Question question) {
        for (long from = 1; ; from += PAGE) {
            var page = archived(LedgerArchive.ENTRIES, LedgerArchive.key(from), PAGE);
            for (var document : page) {
                var entry = read(document.body(), new TypeReference<LedgerEntry>() {});
                if (entry.windowStart().isAfter(question.until())) return;
                if (question.since() != null && !entry.windowEnd().isAfter(question.since())) continue;
                if (!slice.take(entry, document.body())) return;
            }
            if (page.size() < PAGE) return;
        }
    }

    private Audit audit(Question question, Instant now, List<String> flows, CopyFinder copies, Slice slice) {
        var proven = new ArrayList<Audit.Copy>();
        int notEntered = 0;
        for (var one : copies.kept()) {
            var entered = slice.find(one.found().sequence(), one.found().mark().sequence());
            if (entered == null) notEntered++;
            else proven.add(copy(one.leaf(), one.found(), entered));
        }
        return new Audit(
                region,
                question,
                now,
                countries,
                flows,
                proven,
                copies.found(),
                notEntered,
                slice.texts(),
                slice.cutAt(),
                laws(slice),
                keyFile.key().publicKey());
    }

    private SortedMap<String, Code> laws(Slice slice) {
        var laws = new TreeMap<String, Code>();
        slice.laws().forEach(version -> archived(LedgerArchive.LAWS, version, 1).stream()
                .filter(law -> law.key().equals(version))
                .forEach(law -> laws.put(version, read(law.body(), new TypeReference<Code>() {}))));
        return laws;
    }

    private Audit.Copy copy(byte[] leaf, Found found, Slice.Entered entered) {
        var record = found.copy();
        return new Audit.Copy(
                found.flow(),
                found.mark().partition(),
                found.mark().offset(),
                found.to(),
                found.mark().sequence(),
                Instant.ofEpochMilli(record.timestamp()),
                record.value() == null,
                new Audit.Decision(
                        text(record.headers(), Header.DATA_CLASS),
                        text(record.headers(), Header.JURISDICTION),
                        text(record.headers(), Copier.RULING)),
                proof(leaf, entered));
    }

    private Audit.@Nullable Proof proof(byte[] leaf, Slice.Entered entered) {
        var key = LedgerArchive.key(entered.entry().number());
        var stored = archived(LedgerArchive.LEAVES, key, 1).stream()
                .filter(leaves -> leaves.key().equals(key))
                .map(leaves -> read(leaves.body(), LEAVES).get(LedgerArchive.leaves(entered.crossing())))
                .findFirst()
                .orElse(null);
        if (stored == null) return null;
        var leaves = new ArrayList<byte[]>();
        for (int at = 0; at < stored.length; at += LEAF_BYTES)
            leaves.add(Arrays.copyOfRange(stored, at, at + LEAF_BYTES));
        for (int index = 0; index < leaves.size(); index++)
            if (Arrays.equals(leaf, leaves.get(index)))
                return new Audit.Proof(
                        entered.entry().number(),
                        index,
                        leaves.size(),
                        HexFormat.of().formatHex(leaf),
                        MerkleTree.path(leaves, index).stream()
                                .map(HexFormat.of()::formatHex)
                                .toList());
        return null; // the copy is not what was entered
    }

    private List<Document> archived(String kind, String from, int limit) {
        return runtime.archived(kind, from, limit).await().atMost(PATIENCE);
    }

    private static String json(Audit audit) {
        try {
            return EventJson.MAPPER.writeValueAsString(audit);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an audit cannot be written as JSON", e);
        }
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
