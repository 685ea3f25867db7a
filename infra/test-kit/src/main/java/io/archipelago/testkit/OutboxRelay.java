package io.archipelago.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Header;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The test's stand-in for Debezium: reads the outboxes' inserts from the write-ahead log through the region's own
 * replication slot and sends them to Kafka, columns as headers. It polls, and may lose rows when killed; the real
 * connector runs in the scenarios.
 */
final class OutboxRelay implements AutoCloseable {

    private static final long PAUSE_NANOS = 10_000_000;
    private static final String CHANGES = """
            select data from pg_logical_slot_get_binary_changes(
              'archipelago_outbox', null, null, 'proto_version', '1', 'publication_names', 'archipelago_outbox')""";

    /** Column to header. */
    private static final Map<String, String> HEADERS = new LinkedHashMap<>();

    static {
        HEADERS.put("id", Header.ID);
        HEADERS.put("type", Header.TYPE);
        HEADERS.put("source", Header.SOURCE);
        HEADERS.put("subject", Header.SUBJECT);
        HEADERS.put("time", Header.TIME);
        HEADERS.put("dataclass", Header.DATA_CLASS);
        HEADERS.put("jurisdiction", Header.JURISDICTION);
        HEADERS.put("owner", Header.OWNER);
        HEADERS.put("audience", Header.AUDIENCE);
        HEADERS.put("origin", Header.ORIGIN);
        HEADERS.put("hlc", Header.HLC);
        HEADERS.put("traceparent", Header.TRACEPARENT);
        HEADERS.put("signature", Header.SIGNATURE);
        HEADERS.put("content_type", Header.CONTENT_TYPE);
        HEADERS.put("dl_reason", Header.DLQ_REASON);
        HEADERS.put("dl_topic", Header.DLQ_TOPIC);
        HEADERS.put("dl_partition", Header.DLQ_PARTITION);
        HEADERS.put("dl_offset", Header.DLQ_OFFSET);
    }

    private final TestDatabase database;
    private final Producer<byte[], byte[]> producer;
    private final Thread thread;
    private volatile boolean closed;

    OutboxRelay(TestDatabase database, Producer<byte[], byte[]> producer) {
        this.database = database;
        this.producer = producer;
        this.thread = Thread.ofPlatform().daemon().name("outbox-relay").start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                relay();
            } catch (SQLException databaseAway) {
                LockSupport.parkNanos(10 * PAUSE_NANOS);
            }
        }
    }

    private void relay() throws SQLException {
        var messages = new PgOutput();
        try (var connection = database.connect();
                var statement = connection.prepareStatement(CHANGES)) {
            while (!closed) {
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) messages.insert(rows.getBytes(1)).ifPresent(this::send);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void send(Map<String, @Nullable String> row) {
        var value = row.get("payload");
        var record = new ProducerRecord<byte[], byte[]>(
                required(row, "topic"),
                required(row, "key").getBytes(UTF_8),
                value == null ? null : HexFormat.of().parseHex(value, 2, value.length()));
        record.headers().add(Header.SPEC_VERSION, Envelope.SPEC_VERSION.getBytes(UTF_8));
        HEADERS.forEach((column, header) -> {
            var text = row.get(column);
            if (text != null) record.headers().add(header, text.getBytes(UTF_8));
        });
        var unused = producer.send(record);
    }

    private static String required(Map<String, @Nullable String> row, String column) {
        var value = row.get(column);
        if (value == null) throw new IllegalStateException("outbox." + column + " is null");
        return value;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
