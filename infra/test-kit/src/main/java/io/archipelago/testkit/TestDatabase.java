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

/**
 * PostgreSQL as a region has it that is upgraded: one database, a role and a schema per service, the outboxes published, and in
 * each schema the tables as the last published version made them. Today's services bring them forward when they start.
 */
public final class TestDatabase implements AutoCloseable {

    public static final String PASSWORD = "archipelago";

    /** The schemas, each its service's. */
    static final List<String> SERVICES = List.of("inventory", "residency", "placement", "cost", "observability");

    private static final String NAME = "archipelago";

    /** What the migrations of the last published version leave in a service's schema, with their history. */
    private static final String PUBLISHED = "/published-database.sql";

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
        for (var statement : script("/region.sql").split(";\\R\\s*\\R", -1))
            if (!statement.isBlank()) execute(NAME, statement);
        for (var service : SERVICES)
            execute(NAME, "set role " + service + "; set search_path = " + service + ";" + script(PUBLISHED));
    }

    /** The first sets up every region; its statements end with a semicolon and an empty line. */
    private static String script(String name) {
        try (var in = TestDatabase.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException(name + " is not on the classpath");
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
