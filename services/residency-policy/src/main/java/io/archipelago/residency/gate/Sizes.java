package io.archipelago.residency.gate;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How large records are. */
final class Sizes {

    private Sizes() {}

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
