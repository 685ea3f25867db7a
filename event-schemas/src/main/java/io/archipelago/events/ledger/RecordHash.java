package io.archipelago.events.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The leaf of one record that crossed: SHA-256 over a zero byte, the timestamp, and key, value and headers, each with its
 * length in front. The same in the export topic and behind the mirror, which changes the topic's name and nothing else.
 * Not thread-safe; serves one record after the other.
 */
public final class RecordHash {

    /** A node of the tree begins with another byte, so no node can pass for a leaf. */
    static final byte LEAF = 0;

    private static final int ABSENT = -1;

    private final MessageDigest digest = Sha256.digest();
    private final byte[] number = new byte[Long.BYTES];

    /** @param timestampMs of the record */
    public RecordHash begin(long timestampMs, byte @Nullable [] key, byte @Nullable [] value) {
        digest.update(LEAF);
        add(timestampMs);
        add(key);
        add(value);
        return this;
    }

    /** In the order of the record's headers. */
    public RecordHash header(String name, byte @Nullable [] value) {
        add(name.getBytes(UTF_8));
        add(value);
        return this;
    }

    /** 32 bytes, and ready for the next record. */
    public byte[] end() {
        return digest.digest();
    }

    private void add(byte @Nullable [] bytes) {
        add(bytes == null ? ABSENT : bytes.length);
        if (bytes != null) digest.update(bytes);
    }

    private void add(long value) {
        for (int i = 0; i < Long.BYTES; i++) number[i] = (byte) (value >>> 8 * (Long.BYTES - 1 - i));
        digest.update(number);
    }
}
