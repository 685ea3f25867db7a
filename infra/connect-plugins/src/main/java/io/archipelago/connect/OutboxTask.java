package io.archipelago.connect;

import io.debezium.connector.postgresql.PostgresConnectorTask;
import java.time.Duration;

/**
 * Tells PostgreSQL once a second, instead of after every poll, how much of its write-ahead log is done with. With
 * exactly-once on, Connect commits after every poll, an empty one too, and each time Debezium reads the offsets topic to
 * its end: a broker with nothing to do answered dozens of requests a second. What was sent, and where it continues after
 * a restart, is in Kafka's transaction either way; only disk space of the log is given back up to a second later.
 */
public final class OutboxTask extends PostgresConnectorTask {
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private long lastNanos = System.nanoTime() - PAUSE_NANOS;

    @Override
    public void commit() throws InterruptedException {
        long now = System.nanoTime();
        if (now - lastNanos < PAUSE_NANOS) return;
        lastNanos = now;
        super.commit();
    }
}
