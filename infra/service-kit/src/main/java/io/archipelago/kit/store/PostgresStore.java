package io.archipelago.kit.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/**
 * {@link Store} on the schema of this service in the region's PostgreSQL. Rows are written as entities, whole batches at
 * a time; what is asked is asked in SQL, which spares every start the reading of HQL.
 */
@ApplicationScoped
public class PostgresStore implements Store {

    private static final String LAST_HANDLED_AT_MS =
            "select cast(coalesce(extract(epoch from max(handled_at)), 0) * 1000 as bigint) from inbox";

    private final Mutiny.SessionFactory sessions;
    private final Flyway flyway;
    private final Context context;

    PostgresStore(Mutiny.SessionFactory sessions, @FlywayDataSource("migration") Flyway flyway, Vertx vertx) {
        this.sessions = sessions;
        this.flyway = flyway;
        this.context = vertx.getOrCreateContext();
    }

    @Override
    public Uni<Void> prepare() {
        return VertxContextSupport.executeBlocking(flyway::migrate).replaceWithVoid();
    }

    @Override
    public Uni<Snapshot> load() {
        return onEventLoop(() -> sessions.withStatelessTransaction(
                session -> session.createNativeQuery("select kind, key, body from documents", Document.class)
                        .getResultList()
                        .flatMap(documents -> session.createNativeQuery(LAST_HANDLED_AT_MS, Long.class)
                                .getSingleResult()
                                .map(lastMs -> new Snapshot(documents, Instant.ofEpochMilli(lastMs))))));
    }

    @Override
    public Uni<Set<String>> handled(Collection<String> ids) {
        return onEventLoop(() -> sessions.withStatelessSession(
                session -> session.createNativeQuery("select id from inbox where id in (:ids)", String.class)
                        .setParameter("ids", ids)
                        .getResultList()
                        .map(HashSet::new)));
    }

    @Override
    public Uni<Void> write(Writes writes) {
        return onEventLoop(() -> sessions.withStatelessTransaction(session -> session.insertMultiple(writes.inbox())
                .chain(() -> writeDocuments(session, writes))
                .chain(() -> archive(session, writes.archive()))
                .chain(() -> publish(session, writes.outbox()))));
    }

    private static Uni<Void> writeDocuments(StatelessSession session, Writes writes) {
        Uni<Void> written = session.upsertMultiple(writes.documents());
        var removedByKind =
                writes.removed().stream().collect(groupingBy(DocumentKey::kind, mapping(DocumentKey::key, toList())));
        for (var removed : removedByKind.entrySet())
            written = written.chain(() -> remove(session, removed.getKey(), removed.getValue()));
        return written;
    }

    /** A document that came and went within one batch was never there. */
    private static Uni<Void> remove(StatelessSession session, String kind, List<String> keys) {
        return session.createNativeQuery("delete from documents where kind = :kind and key in (:keys)")
                .setParameter("kind", kind)
                .setParameter("keys", keys)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** A document of another table: no entity of its own, so each is a statement. There are few. */
    private static Uni<Void> archive(StatelessSession session, List<Document> documents) {
        Uni<Void> written = Uni.createFrom().voidItem();
        for (var document : documents)
            written = written.chain(
                    () -> session.createNativeQuery("insert into archive (kind, key, body) values (:kind, :key, :body)")
                            .setParameter("kind", document.kind())
                            .setParameter("key", document.key())
                            .setParameter("body", document.body())
                            .executeUpdate()
                            .replaceWithVoid());
        return written;
    }

    /** The insert stands in the write-ahead log, where Debezium finds it; the row itself is not needed any more. */
    private static Uni<Void> publish(StatelessSession session, List<OutboxRow> rows) {
        if (rows.isEmpty()) return Uni.createFrom().voidItem();
        return session.insertMultiple(rows)
                .chain(() -> session.createNativeQuery("delete from outbox").executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Document>> archived(String kind, String fromKey, int limit) {
        var select = """
                select kind, key, body from archive where kind = :kind and key >= :from order by key limit :limit""";
        return onEventLoop(
                () -> sessions.withStatelessSession(session -> session.createNativeQuery(select, Document.class)
                        .setParameter("kind", kind)
                        .setParameter("from", fromKey)
                        .setParameter("limit", limit)
                        .getResultList()));
    }

    @Override
    public Uni<Integer> forget(Instant handledBefore, int limit) {
        var delete = """
                delete from inbox where id in
                  (select id from inbox where handled_at < :before order by handled_at limit :limit)""";
        return onEventLoop(() -> sessions.withStatelessTransaction(session -> session.createNativeQuery(delete)
                .setParameter("before", handledBefore)
                .setParameter("limit", limit)
                .executeUpdate()));
    }

    /** Hibernate Reactive wants its own duplicated context for every session. The answer comes on that event loop. */
    private <T> Uni<T> onEventLoop(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            var own = VertxContext.createNewDuplicatedContext(context);
            VertxContextSafetyToggle.setContextSafe(own, true);
            own.runOnContext(ignored -> work.get().subscribe().with(emitter::complete, emitter::fail));
        });
    }
}
