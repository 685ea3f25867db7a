package io.archipelago.local.backbone;

import io.archipelago.local.LocalCloudException;
import io.archipelago.local.part.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Puts into a region's database what must be there before the first service writes; may be repeated. */
public record BootstrapSql(Postgres postgres) {
    private static final String SCRIPT = "/region.sql";

    /** @throws LocalCloudException when a statement fails */
    public void run() {
        try {
            createDatabase();
            try (var connection = postgres.connect(Postgres.DATABASE)) {
                setNoPassword(connection);
                for (var statement : statements()) execute(connection, statement);
            }
        } catch (SQLException | IOException e) {
            throw new LocalCloudException("the region's database cannot be prepared: " + e.getMessage(), e);
        }
    }

    private void createDatabase() throws SQLException {
        try (var connection = postgres.connect(Postgres.SUPERUSER);
                var query = connection.prepareStatement("select from pg_database where datname = ?")) {
            query.setString(1, Postgres.DATABASE);
            try (var rows = query.executeQuery()) {
                if (rows.next()) return;
            }
            execute(connection, "create database " + Postgres.DATABASE);
        }
    }

    /** The script asks the session for one; here a role is proved by a certificate. */
    private static void setNoPassword(Connection connection) throws SQLException {
        execute(connection, "select set_config('archipelago.password', '', false)");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> statements() throws IOException {
        try (var script = BootstrapSql.class.getResourceAsStream(SCRIPT)) {
            if (script == null) throw new IOException(SCRIPT + " is not on the classpath");
            var text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";\\n(?:\\n|$)"))
                    .filter(part -> part.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("--")))
                    .toList();
        }
    }
}
