package io.archipelago.residency.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.events.ledger.SignedText;
import io.archipelago.residency.domain.Action;
import io.archipelago.residency.domain.Circumstances;
import io.archipelago.residency.domain.Code;
import io.archipelago.residency.domain.Law;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks a region's answer and decides again, by the law's text and the inputs in it. Needs nothing else: no region, no
 * network, no clock. The region is believed nothing but what its key signed: which labels a copy bears is its word, all
 * else is reckoned anew.
 */
public final class Replay {

    private final Audit audit;
    private final SortedMap<Long, LedgerEntry> entries = new TreeMap<>();
    private final Map<String, Law> laws = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Replay(Audit audit) {
        this.audit = audit;
    }

    /**
     * @param audit null when the line is not the signed answer of a trusted region
     * @param entries by number, as far as they are sound
     * @param faults what is wrong, in words; none when all is as it was signed and decided as it says
     */
    public record Result(
            @Nullable Audit audit, SortedMap<Long, LedgerEntry> entries, List<Checked> copies, List<String> faults) {

        public boolean sound() {
            return faults.isEmpty();
        }
    }

    /**
     * @param proof in words; null when it does not fit
     * @param again what the law of that time says of it
     * @param agrees false when the law says something else than the copy, or cannot be asked
     */
    public record Checked(Audit.Copy copy, @Nullable String proof, String again, boolean agrees) {}

    /**
     * @param line an answer, without the line feed
     * @param trusted public keys, of which one must have signed; none to believe the answer's own
     */
    public static Result of(String line, Collection<String> trusted) {
        var signed = SignedText.read(line);
        var audit = signed == null ? null : read(signed.said(), Audit.class);
        if (signed == null || audit == null) return refused("not an answer to an audit");
        if (!signed.isBy(audit.key())) return refused("the signature of the answer does not fit");
        if (!trusted.isEmpty() && !trusted.contains(audit.key()))
            return refused("signed with another key: " + audit.key());
        return new Replay(audit).run();
    }

    private static Result refused(String fault) {
        return new Result(null, new TreeMap<>(), List.of(), List.of(fault));
    }

    private Result run() {
        audit.entries().forEach(this::entry);
        audit.laws().forEach(this::law);
        var missing = new TreeSet<String>();
        entries.values().forEach(entry -> rulings(entry, missing));
        missing.forEach(version -> faults.add("the text of law " + version + " is missing"));
        var copies = audit.copies().stream().map(this::check).toList();
        return new Result(audit, entries, copies, List.copyOf(faults));
    }

    private void entry(long number, String text) {
        var signed = SignedText.read(text);
        var entry = read(text, LedgerEntry.class);
        var at = "entry " + number + " ";
        if (signed == null || entry == null) faults.add(at + "is none");
        else if (!entry.key().equals(audit.key())) faults.add(at + "is signed with another key: " + entry.key());
        else if (!signed.isBy(audit.key())) faults.add(at + "is not what was signed");
        else if (entry.number() != number || !entry.region().equals(audit.region()))
            faults.add(at + "is entry " + entry.number() + " of " + entry.region());
        else if (!isAsked(entry)) faults.add(at + "is of another time than asked for");
        else if (!follows(entry)) faults.add(at + "does not follow the entry before it");
        else entries.put(number, entry);
    }

    private boolean isAsked(LedgerEntry entry) {
        Instant since = audit.question().since();
        return !entry.windowStart().isAfter(audit.question().until())
                && (since == null || entry.windowEnd().isAfter(since));
    }

    private boolean follows(LedgerEntry entry) {
        var before = audit.entries().get(entry.number() - 1);
        return before == null || LedgerEntry.hash(before.getBytes(UTF_8)).equals(entry.previous());
    }

    /** The version in a signed entry is a hash of the law's text. */
    private void law(String version, Code code) {
        var text = Code.of(code.policies(), code.groups(), code.since());
        if (text.version().equals(version)) laws.put(version, Law.of(text));
        else faults.add("the text of law " + version + " is that of " + text.version());
    }

    /** Whatever let something cross is written in the law of the time. */
    private void rulings(LedgerEntry entry, Set<String> missing) {
        for (var crossing : entry.crossings()) {
            if (!audit.flows().contains(crossing.flow())) continue;
            var written = new TreeSet<String>();
            for (var version : crossing.laws()) {
                var law = laws.get(version);
                if (law != null) written.addAll(law.ruleNames());
                else if (!audit.laws().containsKey(version)) missing.add(version);
            }
            for (var ruling : crossing.rulings())
                if (!written.isEmpty() && !written.containsAll(List.of(ruling.split(",", -1))))
                    faults.add("entry " + entry.number() + ": no law of the time has a rule " + ruling);
        }
    }

    private Checked check(Audit.Copy copy) {
        var crossing = crossing(copy);
        var proof = crossing == null ? null : proof(copy, crossing);
        var name = copy.flow() + "#" + copy.offset() + " to " + copy.to();
        if (proof == null) faults.add(name + " is not proven: no signed entry has it");
        if (crossing == null) return new Checked(copy, null, "", false);
        var inputs = crossing.inputs();
        if (inputs == null)
            return new Checked(copy, proof, "inputs were not kept then: it cannot be decided again", true);
        var law = laws.get(inputs.law());
        var again = law == null ? "the text of law " + inputs.law() + " is missing" : again(copy, inputs, law);
        boolean agrees = again.equals("allowed by " + copy.decision().ruling());
        if (!agrees)
            faults.add(name + " crossed by " + copy.decision().ruling() + ", and decided again it is " + again);
        return new Checked(copy, proof, again, agrees);
    }

    private static String again(Audit.Copy copy, Crossing.Inputs inputs, Law law) {
        var circumstances = Circumstances.of(inputs.origin(), inputs.purposes(), inputs.safeguards(), inputs.volume());
        for (var floor : inputs.floors()) {
            int colon = floor.indexOf(':');
            var dataClass = floor.substring(0, Math.max(0, colon));
            var verdict = law.decide(dataClass, floor.substring(colon + 1), Action.SEND, inputs.place(), circumstances);
            if (!verdict.allowed()) return "denied for the dataset: " + verdict.reason();
        }
        var decision = copy.decision();
        var verdict =
                law.decide(decision.dataClass(), decision.jurisdiction(), Action.SEND, inputs.place(), circumstances);
        return verdict.allowed() ? "allowed by " + String.join(",", verdict.rules()) : "denied: " + verdict.reason();
    }

    private @Nullable Crossing crossing(Audit.Copy copy) {
        var proof = copy.proof();
        var entry = proof == null ? null : entries.get(proof.entry());
        if (entry == null) return null;
        var sequence = Crossing.sequence(copy.flow(), copy.partition(), copy.to());
        return entry.crossings().stream()
                .filter(crossing -> crossing.sequence().equals(sequence))
                .filter(crossing -> crossing.first() <= copy.sequence() && copy.sequence() <= crossing.last())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String proof(Audit.Copy copy, Crossing crossing) {
        var proof = copy.proof();
        if (proof == null) return null;
        boolean whole = crossing.count() == crossing.last() - crossing.first() + 1;
        boolean inOrder = !whole || proof.index() == copy.sequence() - crossing.first();
        boolean counted = crossing.rulings().contains(copy.decision().ruling())
                && crossing.bytesByClass().containsKey(copy.decision().dataClass());
        return inOrder && counted && proof.size() == crossing.count() && isIncluded(proof, crossing.root())
                ? "record " + (proof.index() + 1) + " of " + proof.size() + " in entry " + proof.entry()
                : null;
    }

    private static boolean isIncluded(Audit.Proof proof, String root) {
        var hex = HexFormat.of();
        try {
            return MerkleTree.includes(
                    hex.parseHex(root),
                    proof.size(),
                    proof.index(),
                    hex.parseHex(proof.leaf()),
                    proof.path().stream().map(hex::parseHex).toList());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static <T> @Nullable T read(String json, Class<T> type) {
        try {
            return EventJson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
