package io.archipelago.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.events.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record a test found in a topic.
 *
 * @param headers as text, the last of each name
 * @param value null for a tombstone
 */
public record SeenEvent(String topic, long offset, String key, byte @Nullable [] value, Map<String, String> headers) {

    static SeenEvent of(ConsumerRecord<byte[], byte[]> kafka) {
        var headers = new HashMap<String, String>();
        kafka.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        var key = kafka.key() == null ? "" : new String(kafka.key(), UTF_8);
        return new SeenEvent(kafka.topic(), kafka.offset(), key, kafka.value(), headers);
    }

    /** Empty text when there is no such header. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public <T> T as(Class<T> type) {
        try {
            return EventJson.MAPPER.readValue(value, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode json() {
        return as(JsonNode.class);
    }
}
