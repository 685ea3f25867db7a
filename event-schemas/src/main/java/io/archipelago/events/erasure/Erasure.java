package io.archipelago.events.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.resource.Author;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * How far the home region is with an erasure. The body of {@code residency.erasures.v1}.
 *
 * @param author who ordered it; covered by the event's signature, and no part of the order, which certificates show to
 *     strangers. Null when it is not known: before there were authors, and when only the order came back
 * @param swept null while the gate has not sent all tombstones
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Erasure(
        ErasureOrder order,
        @Nullable Author author,
        @Nullable Swept swept) {

    public Erasure {
        Objects.requireNonNull(order, "order");
    }

    /** The same once the gate is through. */
    public Erasure after(Swept swept) {
        return new Erasure(order, author, swept);
    }

    /**
     * The gate has gone through the local topic and sent a tombstone for every key of that person.
     *
     * @param tombstones to all regions together
     * @param through for each region that is sent the dataset and each partition the number of the last crossing by then; 0
     *     when nothing has crossed
     * @param regions that ever received something of the topic, by the ledger: all of them have to attest
     */
    public record Swept(
            Instant at,
            long tombstones,
            SortedMap<String, SortedMap<Integer, Long>> through,
            SortedSet<String> regions) {

        public Swept {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(through, "through");
            Objects.requireNonNull(regions, "regions");
        }
    }
}
