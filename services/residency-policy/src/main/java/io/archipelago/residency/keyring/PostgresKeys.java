package io.archipelago.residency.keyring;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** {@link KeyStore} in the table {@code data_keys} of the service's schema. */
public final class PostgresKeys implements KeyStore {

    private static final String FIND =
            "select subject, jurisdiction, wrapped, created, destroyed from data_keys where dataset = ? and subject = any (?)";
    private static final String ADD = "insert into data_keys (dataset, subject, jurisdiction, wrapped, created)"
            + " values (?, ?, ?, ?, ?) on conflict do nothing";
    private static final String DESTROY = "insert into data_keys (dataset, subject, jurisdiction, created, destroyed)"
            + " values (?, ?, ?, ?, ?) on conflict (dataset, subject) do update"
            + " set wrapped = null, destroyed = excluded.destroyed where data_keys.destroyed is null";

    private final DataSource database;

    public PostgresKeys(DataSource database) {
        this.database = database;
    }

    private interface Work<A> {
        A in(Connection connection) throws SQLException;
    }

    private <A> A transaction(Work<A> work) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var answer = work.in(connection);
                connection.commit();
                return answer;
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the table of data keys does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public List<StoredKey> find(String dataset, Collection<String> subjects) {
        return transaction(connection -> {
            try (var statement = connection.prepareStatement(FIND)) {
                statement.setString(1, dataset);
                statement.setArray(2, connection.createArrayOf("text", subjects.toArray()));
                try (var rows = statement.executeQuery()) {
                    var found = new ArrayList<StoredKey>();
                    while (rows.next()) {
                        var destroyed = rows.getTimestamp(5);
                        found.add(new StoredKey(
                                dataset,
                                rows.getString(1),
                                rows.getString(2),
                                rows.getBytes(3),
                                rows.getTimestamp(4).toInstant(),
                                destroyed == null ? null : destroyed.toInstant()));
                    }
                    return found;
                }
            }
        });
    }

    @Override
    public void add(Collection<StoredKey> fresh) {
        transaction(connection -> {
            try (var statement = connection.prepareStatement(ADD)) {
                for (var key : fresh) {
                    name(statement, key);
                    statement.setBytes(4, key.wrapped());
                    statement.setTimestamp(5, Timestamp.from(key.created()));
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    @Override
    public void destroy(Collection<StoredKey> gone) {
        transaction(connection -> {
            try (var statement = connection.prepareStatement(DESTROY)) {
                for (var key : gone) {
                    name(statement, key);
                    statement.setTimestamp(4, Timestamp.from(key.created()));
                    statement.setTimestamp(
                            5, Timestamp.from(Objects.requireNonNullElse(key.destroyed(), key.created())));
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    private static void name(PreparedStatement statement, StoredKey key) throws SQLException {
        statement.setString(1, key.dataset());
        statement.setString(2, key.subject());
        statement.setString(3, key.jurisdiction());
    }
}
