package io.archipelago.events.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The leaf of one record that crossed: SHA-256 over a zero byte, the timestamp in ms (8 bytes), and key, value and each
 * header's name and value, each with its length in front (4 bytes, big-endian; -1 for what is absent). The same in the export topic and behind the mirror, which changes the topic's name and nothing else.
 * Not thread-safe; serves one record after the other.
 */
public final class RecordHash {

    /** A node of the tree begins with another byte, so no node can pass for a leaf. */
    static final byte LEAF = 0;

    private static final int ABSENT = -1;

    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer gathered =
            ByteBuffer.allocate(8 * 1024); // hashing many small pieces costs more than copying them

    /** @param timestampMs of the record */
    public RecordHash begin(long timestampMs, byte @Nullable [] key, byte @Nullable [] value) {
        gathered.put(LEAF).putLong(timestampMs);
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
        flush();
        return digest.digest();
    }

    private void add(byte @Nullable [] bytes) {
        int length = bytes == null ? ABSENT : bytes.length;
        if (gathered.remaining() < Integer.BYTES + length) flush();
        gathered.putInt(length);
        if (bytes == null) return;
        if (gathered.remaining() >= length) {
            gathered.put(bytes);
        } else {
            flush();
            digest.update(bytes);
        }
    }

    private void flush() {
        digest.update(gathered.array(), 0, gathered.position());
        gathered.clear();
    }
}
