package io.archipelago.cli.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.output.Printer;
import io.archipelago.events.envelope.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record as a person or a program reads it. */
final class DecodedRecord {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private DecodedRecord() {}

    /** {@code 12:01:02.345 eu-central/inventory cart {"name":…}} */
    static String text(ConsumerRecord<byte[], byte[]> record) {
        var headers = headers(record);
        var line = new StringBuilder(TIME.format(Instant.ofEpochMilli(record.timestamp())))
                .append(' ')
                .append(headers.getOrDefault(Header.SOURCE, "-"))
                .append(' ')
                .append(record.key() == null ? "-" : new String(record.key(), StandardCharsets.UTF_8))
                .append(' ');
        var reason = headers.get("dlq_reason");
        if (reason != null)
            line.append('[')
                    .append(reason)
                    .append(" at ")
                    .append(headers.get("dlq_topic"))
                    .append('-')
                    .append(headers.get("dlq_partition"))
                    .append('@')
                    .append(headers.get("dlq_offset"))
                    .append("] ");
        if (record.value() == null) return line.append("(removed)").toString();
        var body = body(record.value());
        return line.append(body != null ? body.toString() : new String(record.value(), StandardCharsets.UTF_8))
                .toString();
    }

    /** One line: topic, partition, offset, timestamp, key, headers, body; bytes that are not JSON as base64. */
    static String json(ConsumerRecord<byte[], byte[]> record) {
        var out = Client.JSON.createObjectNode();
        out.put("topic", record.topic()).put("partition", record.partition()).put("offset", record.offset());
        out.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
        out.put("key", record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8));
        out.set("headers", Client.JSON.valueToTree(headers(record)));
        if (record.value() == null) out.putNull("body");
        else {
            var body = body(record.value());
            if (body != null) out.set("body", body);
            else out.put("bodyBase64", Base64.getEncoder().encodeToString(record.value()));
        }
        return Printer.compact(out);
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        var headers = new TreeMap<String, String>();
        for (var header : record.headers())
            if (header.value() != null) headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        return headers;
    }

    private static @Nullable JsonNode body(byte[] value) {
        try {
            var tree = Client.JSON.readTree(value);
            return tree.isContainerNode() ? tree : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
