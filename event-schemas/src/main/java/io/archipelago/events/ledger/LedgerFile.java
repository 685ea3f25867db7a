package io.archipelago.events.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.archipelago.events.EventJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks an exported ledger: a line for each entry, then one {@link LedgerSeal}, every line ended by a line feed. The
 * seal's signature covers the hash of the last entry's bytes, which hold the hash of the entry before, and so on: no byte
 * can change without being found. That is checked first, since hashing is quick; then every entry's own signature. Needs
 * nothing but the file and, to know who signed, the region's public key.
 */
public final class LedgerFile {

    private LedgerFile() {}

    /**
     * @param damage what is wrong first, in words; null when everything is as it was signed
     * @param entries that were found right before that
     * @param key that signed them
     * @param records that crossed, by these entries
     * @param lost numbers of records that were gone before the region could enter them: it says so itself
     */
    public record Verdict(@Nullable String damage, String region, String key, long entries, long records, long lost) {

        public boolean sound() {
            return damage == null;
        }
    }

    /**
     * Reads to the end or to the first damage, twice if there is none.
     *
     * @param from number of the first entry that must be there
     * @param trusted the public key that must have signed; null believes the file's own
     * @throws IOException when the file cannot be read at all
     */
    public static Verdict verify(Opening file, long from, @Nullable String trusted) throws IOException {
        var chain = new Check(from, trusted, false);
        try (var in = file.open()) {
            var found = check(in, chain);
            if (!found.sound()) return found;
        }
        try (var in = file.open()) {
            return check(in, new Check(from, chain.key, true));
        }
    }

    /** A file that can be read from its beginning more than once. */
    public interface Opening {
        InputStream open() throws IOException;
    }

    private static Verdict check(InputStream file, Check check) throws IOException {
        var in = new BufferedInputStream(file, 1 << 16);
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && check.damage == null; octet = in.read()) {
            if (octet != '\n') {
                line.write(octet);
                continue;
            }
            check.line(line.toByteArray());
            line.reset();
        }
        if (check.damage == null && line.size() > 0) check.damage = "the last line is not ended: something was cut off";
        if (check.damage == null && check.seal == null)
            check.damage = "there is no seal at the end: entries may have been cut off";
        return new Verdict(check.damage, check.region, check.key, check.entries, check.records, check.lost);
    }

    /** One pass over one file. */
    private static final class Check {
        private final Map<String, Crossing> latest = new HashMap<>();
        private @Nullable String damage;
        private @Nullable LedgerSeal seal;
        private String region = "";
        private String key;
        private @Nullable String previous;
        private final long from;
        private final boolean signatures;
        private long number;
        private long entries;
        private long records;
        private long lost;

        Check(long from, @Nullable String trusted, boolean signatures) {
            this.from = from;
            this.signatures = signatures;
            number = from - 1;
            key = trusted == null ? "" : trusted;
        }

        void line(byte[] bytes) {
            var at = "line " + (entries + 1) + ": ";
            if (seal != null) {
                damage = at + "something follows the seal";
                return;
            }
            var text = decoded(bytes);
            var signed = text == null ? null : SignedText.read(text);
            if (signed == null) {
                damage = at + "not a signed line of a ledger";
                return;
            }
            var tree = tree(signed.said());
            var by = tree.path("key").asText();
            if (key.isEmpty()) key = by;
            if (!tree.isObject()) damage = at + "not the JSON of a ledger";
            else if (!by.equals(key)) damage = at + "signed with another key: " + by;
            else if ((signatures || tree.has("head")) && !signed.isBy(key)) damage = at + "the signature does not fit";
            else body(tree, bytes, at);
        }

        private void body(JsonNode tree, byte[] bytes, String at) {
            try {
                if (tree.has("head")) seal(EventJson.MAPPER.treeToValue(tree, LedgerSeal.class), at);
                else entry(EventJson.MAPPER.treeToValue(tree, LedgerEntry.class), LedgerEntry.hash(bytes), at);
            } catch (JsonProcessingException e) {
                damage = at + "neither an entry nor a seal";
            }
        }

        private void entry(LedgerEntry entry, String hash, String at) {
            if (entries == 0) region = entry.region();
            if (previous == null && from == 1) previous = LedgerEntry.BEGINNING;
            if (entry.number() != number + 1)
                damage = at + "entry " + entry.number() + " where entry " + (number + 1) + " belongs";
            else if (previous != null && !entry.previous().equals(previous))
                damage = at + "does not follow the entry before it";
            if (!entry.region().equals(region)) damage = at + "of another region";
            for (var crossing : entry.crossings()) if (damage == null) follow(crossing, at);
            if (damage != null) return;
            number = entry.number();
            previous = hash;
            entries++;
            for (var crossing : entry.crossings()) {
                records += crossing.count();
                lost += crossing.last() - crossing.first() + 1 - crossing.count();
            }
        }

        /** The region itself may have lost something before it could sign. */
        private void follow(Crossing crossing, String at) {
            var before = latest.put(crossing.sequence(), crossing);
            long expected = before != null ? before.last() + 1 : from == 1 ? 1 : crossing.first();
            if (crossing.first() != expected)
                damage = at + crossing.sequence() + " goes on with record " + crossing.first() + " instead of "
                        + expected;
            else if (crossing.count() > crossing.last() - crossing.first() + 1)
                damage = at + crossing.sequence() + " counts more records than it has numbers";
        }

        private void seal(LedgerSeal closing, String at) {
            if (entries == 0) region = closing.region();
            var last = previous == null ? LedgerEntry.BEGINNING : previous;
            if (!closing.region().equals(region)) damage = at + "sealed by another region";
            else if (closing.number() != number || !closing.head().equals(last))
                damage = at + "the seal says that entry " + closing.number() + " is the last, here it is " + number;
            else seal = closing;
        }

        private static @Nullable String decoded(byte[] bytes) {
            try {
                return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                return null;
            }
        }

        private static JsonNode tree(String text) {
            try {
                return EventJson.MAPPER.readTree(text);
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }
    }
}
