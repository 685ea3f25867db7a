package io.archipelago.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL as a region has it: one database, a role and a schema per service, the outboxes published. */
public final class TestDatabase implements AutoCloseable {

    public static final String PASSWORD = "archipelago";

    private static final String NAME = "archipelago";

    private final Path folder;
    private final int port = Ports.free();
    private EmbeddedPostgres server;

    /** @param folder for the data; must not exist yet */
    public TestDatabase(Path folder) {
        this.folder = folder;
        this.server = started();
        bootstrap();
    }

    private EmbeddedPostgres started() {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "50")
                    .setServerConfig("shared_buffers", "32MB")
                    .setPGStartupWait(Duration.ofSeconds(30))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void bootstrap() {
        execute("postgres", "create database " + NAME);
        for (var statement : script().split(";\\R\\s*\\R", -1)) if (!statement.isBlank()) execute(NAME, statement);
    }

    /** The one that sets up every region; its statements end with a semicolon and an empty line. */
    private static String script() {
        try (var in = TestDatabase.class.getResourceAsStream("/region.sql")) {
            if (in == null) throw new IllegalStateException("region.sql is not on the classpath");
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(String database, String sql) {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code host:port/database}, as {@code ARCHIPELAGO_DATABASE} has it. */
    public String address() {
        return "127.0.0.1:" + port + '/' + NAME;
    }

    /** As the one who may do anything. The caller closes it. */
    public Connection connect() throws SQLException {
        return connect(NAME);
    }

    private Connection connect(String database) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:" + port + '/' + database
                + "?user=postgres&options=-c%20archipelago.password=" + PASSWORD;
        return DriverManager.getConnection(url);
    }

    /** The first column of every row. */
    public List<String> query(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) values.add(String.valueOf(rows.getString(1)));
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After {@link #stop}: with the data and on the port it had. */
    public void start() {
        server = started();
    }

    @Override
    public void close() {
        stop();
    }
}
