package io.archipelago.residency.gate;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How large records are. */
final class Sizes {

    private static final List<String> OWN = List.of(Copier.RULING, Copier.GATE, Copier.TREATED, Crossed.HEADER);

    private Sizes() {}

    /** Of a copy, without what the gate put on it. */
    static long bytesBefore(ConsumerRecord<byte[], byte[]> copy) {
        long bytes = bytes(copy.key(), copy.value(), copy.headers());
        for (var name : OWN) {
            var header = copy.headers().lastHeader(name);
            if (header != null) bytes -= header.key().length() + (long) header.value().length;
        }
        return bytes;
    }

    /** Key, value and headers. */
    static long bytes(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        long bytes = (key == null ? 0 : key.length) + (long) (value == null ? 0 : value.length);
        for (var header : headers) {
            bytes += header.key().length();
            if (header.value() != null) bytes += header.value().length;
        }
        return bytes;
    }
}
