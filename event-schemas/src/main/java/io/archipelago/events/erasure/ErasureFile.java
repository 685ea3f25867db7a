package io.archipelago.events.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.LedgerKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of erasure as a file: the order, an attestation of every region, the seal, a line each. Every line is
 * signed, and the seal has the hash of all before it: no byte can change and no line be left out without being found.
 */
public final class ErasureFile {

    private ErasureFile() {}

    /**
     * @param attested by every region in {@code swept.regions}
     * @return the lines of the file
     */
    public static List<String> write(
            ErasureOrder order, Erasure.Swept swept, Collection<ErasureAttested> attested, Instant at, LedgerKey home) {
        var lines = new ArrayList<String>();
        lines.add(order.text());
        attested.forEach(attestation -> lines.add(attestation.text()));
        var hashes = lines.stream().map(Texts::hash).toList();
        var seal = new ErasureSeal(order.id(), order.home(), swept, hashes, at, "", null);
        lines.add(seal.signedBy(home).text());
        return lines;
    }

    /**
     * @param damage what is wrong first, in words; null when everything is as it was signed and all have attested
     * @param order null when there is none to read
     * @param keys that signed, by region
     */
    public record Verdict(
            @Nullable String damage,
            @Nullable ErasureOrder order,
            List<ErasureAttested> attested,
            SortedMap<String, String> keys) {

        public boolean sound() {
            return damage == null;
        }
    }

    /** @param trusted public keys that may have signed; empty believes the file's own */
    public static Verdict verify(List<String> lines, Set<String> trusted) {
        var attested = new ArrayList<ErasureAttested>();
        var keys = new TreeMap<String, String>();
        @Nullable ErasureOrder order = null;
        @Nullable String damage;
        try {
            if (lines.size() < 2) return new Verdict("something was cut off", null, attested, keys);
            order = EventJson.MAPPER.readValue(lines.getFirst(), ErasureOrder.class);
            keys.put(order.home(), order.key());
            for (var line : lines.subList(1, lines.size() - 1)) {
                var attestation = EventJson.MAPPER.readValue(line, ErasureAttested.class);
                attested.add(attestation);
                keys.putIfAbsent(attestation.region(), attestation.key());
            }
            damage = damage(lines, order, attested, keys, trusted);
        } catch (JsonProcessingException e) {
            damage = "not the JSON of a certificate";
        }
        return new Verdict(damage, order, List.copyOf(attested), keys);
    }

    private static @Nullable String damage(
            List<String> lines,
            ErasureOrder order,
            List<ErasureAttested> attested,
            SortedMap<String, String> keys,
            Set<String> trusted)
            throws JsonProcessingException {
        for (var key : keys.entrySet())
            if (!trusted.isEmpty() && !trusted.contains(key.getValue()))
                return "the key of " + key.getKey() + " is none of those given: " + key.getValue();
        if (!Texts.isSigned(lines.getFirst(), order.key())) return "line 1: the order is not as it was signed";
        for (int i = 0; i < attested.size(); i++) {
            var attestation = attested.get(i);
            var at = "line " + (i + 2) + ": ";
            if (!Texts.isSigned(lines.get(i + 1), attestation.key())) return at + "not as it was signed";
            if (!attestation.key().equals(keys.get(attestation.region()))) return at + "a second key of its region";
            if (!attestation.order().equals(order)) return at + "of another erasure";
        }
        var last = lines.getLast();
        var seal = EventJson.MAPPER.readValue(last, ErasureSeal.class);
        if (!Texts.isSigned(last, order.key())) return "the seal is not signed by " + order.home();
        if (!seal.erasure().equals(order.id())) return "the seal is of another erasure";
        var hashes =
                lines.subList(0, lines.size() - 1).stream().map(Texts::hash).toList();
        if (!seal.lines().equals(hashes)) return "the seal is of other lines";
        var missing = new TreeSet<>(seal.swept().regions());
        for (var attestation : attested) {
            if (!attestation.reaches(seal.swept().through().get(attestation.region())))
                return attestation.region() + " attests before it has all tombstones";
            missing.remove(attestation.region());
        }
        return missing.isEmpty() ? null : "no attestation of " + String.join(", ", missing);
    }
}
