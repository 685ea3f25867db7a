package io.archipelago.kit.store;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The durable half of a service. Nothing here retries; {@link Fault} tells whether trying again makes sense. */
public interface Store {

    /**
     * What a service knows when it starts.
     *
     * @param lastHandledAt when the latest input was handled; {@link Instant#EPOCH} if there was none
     */
    record Snapshot(List<Document> documents, Instant lastHandledAt) {}

    /** Makes the tables, or brings them up to date. */
    Uni<Void> prepare();

    Uni<Snapshot> load();

    /** Those of the ids that were handled before. */
    Uni<Set<String>> handled(Collection<String> ids);

    /**
     * Writes all of it in one transaction, or nothing. Fails with a violated key when one of the inputs was written
     * before: that is how a commit whose answer was lost is found out.
     */
    Uni<Void> write(Writes writes);

    /** What was archived under a kind, in the order of its keys, from {@code fromKey} on; {@code limit} at most. */
    Uni<List<Document>> archived(String kind, String fromKey, int limit);

    /** Forgets the oldest inputs handled before a time, at most {@code limit} of them; returns how many. */
    Uni<Integer> forget(Instant handledBefore, int limit);
}
