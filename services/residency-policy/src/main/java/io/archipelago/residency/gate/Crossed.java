package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * On each copy, as the header {@code ce_crossing}: {@code partition/sequence/offset}. Whoever reads the copies of one
 * partition in one region sees the sequence count up by one; what is missing, doubled or out of order shows.
 *
 * @param partition of the local topic
 * @param sequence counts the copies of that partition to one destination from 1
 * @param offset of the record in the local topic
 */
public record Crossed(int partition, long sequence, long offset) {

    public static final String HEADER = "ce_crossing";

    byte[] header() {
        return (partition + "/" + sequence + '/' + offset).getBytes(ISO_8859_1);
    }

    /** The gate writes its headers last: an earlier one of the name was there before. Null when there is none to read. */
    public static @Nullable Crossed of(Headers headers) {
        var header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) return null;
        var parts = new String(header.value(), ISO_8859_1).split("/", -1);
        if (parts.length != 3) return null;
        for (var part : parts) if (!part.matches("[0-9]{1,18}")) return null;
        long partition = Long.parseLong(parts[0]);
        return partition > Integer.MAX_VALUE
                ? null
                : new Crossed((int) partition, Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
}
