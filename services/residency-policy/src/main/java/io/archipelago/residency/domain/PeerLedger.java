package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.SignedText;
import java.util.Optional;

/**
 * Follows the ledger of another region, entry by entry. The key that signed the first entry seen must sign all others.
 *
 * @param number of the last entry; 0 before the first
 * @param hash of that entry
 * @param key that signs; empty before the first
 */
public record PeerLedger(long number, String hash, String key) {

    public static final PeerLedger UNKNOWN = new PeerLedger(0, "", "");

    /**
     * What is wrong with the entry that comes next; empty when nothing is.
     *
     * @param text the entry as it came: a later version may say more in it than this one reads
     */
    public Optional<String> fault(LedgerEntry next, String text) {
        var signed = SignedText.read(text);
        if (!key.isEmpty() && !next.key().equals(key)) return Optional.of("signed with another key");
        if (signed == null || !signed.isBy(next.key())) return Optional.of("not signed by its region");
        if (number == 0) return Optional.empty();
        if (next.number() != number + 1) return Optional.of("entry " + next.number() + " after entry " + number);
        return next.previous().equals(hash) ? Optional.empty() : Optional.of("does not follow entry " + number);
    }

    public PeerLedger after(LedgerEntry entry, String text) {
        return new PeerLedger(
                entry.number(), LedgerEntry.hash(text.getBytes(UTF_8)), key.isEmpty() ? entry.key() : key);
    }

    /** One word, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return number + ":" + hash + ':' + key;
    }

    /** Unknown for what was not written by {@link #toString}. */
    public static PeerLedger parse(String text) {
        var parts = text.split(":", -1);
        return parts.length == 3 && parts[0].matches("[0-9]{1,18}")
                ? new PeerLedger(Long.parseLong(parts[0]), parts[1], parts[2])
                : UNKNOWN;
    }
}
