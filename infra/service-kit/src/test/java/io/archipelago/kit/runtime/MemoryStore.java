package io.archipelago.kit.runtime;

import io.archipelago.kit.store.Document;
import io.archipelago.kit.store.DocumentKey;
import io.archipelago.kit.store.InboxEntry;
import io.archipelago.kit.store.OutboxRow;
import io.archipelago.kit.store.Store;
import io.archipelago.kit.store.Writes;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database that does to transactions what a test asks for. Survives the loops that use it. */
final class MemoryStore implements Store {

    /** What becomes of one transaction. */
    enum Fate {
        /** The connection breaks before anything is stored. */
        LOST,
        /** All is stored, but the connection breaks before the answer. */
        STORED_BUT_UNANSWERED,
        /** Nothing is stored, and no answer ever comes. */
        HANGS,
        /** All is stored, and no answer ever comes. */
        STORED_AND_HANGS
    }

    final Map<DocumentKey, String> documents = new LinkedHashMap<>();
    final List<Document> archive = new ArrayList<>();
    final Map<String, InboxEntry> inbox = new LinkedHashMap<>();
    final List<OutboxRow> published = new ArrayList<>();
    private final Deque<Fate> fates = new ArrayDeque<>();
    private int attempts;

    synchronized void next(Fate... coming) {
        fates.addAll(List.of(coming));
    }

    synchronized int attempts() {
        return attempts;
    }

    synchronized List<OutboxRow> published() {
        return List.copyOf(published);
    }

    @Override
    public Uni<Void> prepare() {
        return Uni.createFrom().voidItem();
    }

    @Override
    public synchronized Uni<Snapshot> load() {
        var all = documents.entrySet().stream()
                .map(entry -> new Document(entry.getKey(), entry.getValue()))
                .toList();
        return Uni.createFrom().item(new Snapshot(all, Instant.EPOCH));
    }

    @Override
    public synchronized Uni<Set<String>> handled(Collection<String> ids) {
        var known = new HashSet<>(ids);
        known.retainAll(inbox.keySet());
        return Uni.createFrom().item(known);
    }

    @Override
    public synchronized Uni<Void> write(Writes writes) {
        attempts++;
        var fate = fates.poll();
        if (fate == Fate.LOST) return Uni.createFrom().failure(new IOException("connection reset"));
        if (fate == Fate.HANGS) return Uni.createFrom().nothing();
        for (var entry : writes.inbox())
            if (inbox.containsKey(entry.id())) return Uni.createFrom().failure(new SQLException("twice", "23505"));
        for (var document : writes.documents())
            if (document.key().indexOf('\0') >= 0)
                return Uni.createFrom().failure(new SQLException("invalid byte sequence", "22021"));
        writes.inbox().forEach(entry -> inbox.put(entry.id(), entry));
        writes.documents()
                .forEach(document -> documents.put(new DocumentKey(document.kind(), document.key()), document.body()));
        writes.removed().forEach(documents::remove);
        archive.addAll(writes.archive());
        published.addAll(writes.outbox());
        if (fate == Fate.STORED_BUT_UNANSWERED) return Uni.createFrom().failure(new IOException("connection reset"));
        return fate == Fate.STORED_AND_HANGS
                ? Uni.createFrom().nothing()
                : Uni.createFrom().voidItem();
    }

    @Override
    public synchronized Uni<List<Document>> archived(String kind, String fromKey, int limit) {
        return Uni.createFrom()
                .item(archive.stream()
                        .filter(document ->
                                document.kind().equals(kind) && document.key().compareTo(fromKey) >= 0)
                        .sorted(Comparator.comparing(Document::key))
                        .limit(limit)
                        .toList());
    }

    @Override
    public synchronized Uni<Integer> forget(Instant handledBefore, int limit) {
        int before = inbox.size();
        inbox.values().removeIf(entry -> entry.handledAt().isBefore(handledBefore));
        return Uni.createFrom().item(before - inbox.size());
    }
}
