package io.archipelago.bench.backbone;

import io.archipelago.cli.client.CloudFile;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** Writes rows as a service does: inserted and deleted in one transaction, so that only the log carries them. */
final class Outbox implements AutoCloseable {
    private static final String INSERT = """
            insert into inventory.outbox (id, topic, key, payload, type, source, subject, time, dataclass, jurisdiction,
                owner, content_type)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final String jurisdiction;

    /** With the certificate of the service whose outbox it is. */
    Outbox(CloudFile.Region region) throws SQLException {
        jurisdiction = region.jurisdiction();
        connection = DriverManager.getConnection(
                "jdbc:postgresql://" + region.postgres() + "/archipelago", region.databaseAs("inventory", "inventory"));
        connection.setAutoCommit(false);
        insert = connection.prepareStatement(INSERT);
        delete = connection.prepareStatement("delete from inventory.outbox where id = ?");
    }

    /**
     * One transaction.
     *
     * @return nanoTime right before the commit was asked for
     */
    long write(String topic, String prefix, long first, int rows, int payloadBytes) throws SQLException {
        var payload =
                ("{\"pad\":\"" + "x".repeat(Math.max(0, payloadBytes - 10)) + "\"}").getBytes(StandardCharsets.UTF_8);
        var now = Instant.now().toString();
        for (long i = first; i < first + rows; i++) {
            var id = UUID.randomUUID();
            var key = prefix + i;
            insert.setObject(1, id);
            insert.setString(2, topic);
            insert.setString(3, key);
            insert.setBytes(4, payload);
            insert.setString(5, "io.archipelago." + topic);
            insert.setString(6, "bench/backbone");
            insert.setString(7, key);
            insert.setString(8, now);
            insert.setString(9, "public");
            insert.setString(10, jurisdiction);
            insert.setString(11, "bench");
            insert.setString(12, "application/json");
            insert.addBatch();
            delete.setObject(1, id);
            delete.addBatch();
        }
        insert.executeBatch();
        delete.executeBatch();
        long committed = System.nanoTime();
        connection.commit();
        return committed;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
