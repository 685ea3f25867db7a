package io.archipelago.residency.gate;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How large records are. */
final class Sizes {

    private static final List<String> OWN = List.of(Copier.RULING, Copier.GATE, Crossed.HEADER);

    private Sizes() {}

    /** Of a copy, without what the gate put on it. */
    static long bytesBefore(ConsumerRecord<byte[], byte[]> copy) {
        long bytes = bytes(copy);
        for (var name : OWN) {
            var header = copy.headers().lastHeader(name);
            if (header != null) bytes -= header.key().length() + (long) header.value().length;
        }
        return bytes;
    }

    /** Key, value and headers. */
    static long bytes(ConsumerRecord<byte[], byte[]> kafka) {
        long bytes = (long) Math.max(0, kafka.serializedKeySize()) + Math.max(0, kafka.serializedValueSize());
        for (var header : kafka.headers()) {
            bytes += header.key().length();
            if (header.value() != null) bytes += header.value().length;
        }
        return bytes;
    }
}
