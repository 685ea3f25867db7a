package io.archipelago.residency.keyring;

import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.residency.domain.SubjectColumn;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The data keys of all persons, made when they are first needed, kept wrapped, and the latest of them in memory.
 * Thread-safe.
 */
public final class Keyring {

    /** More than two batches of the gate need, so that what was made ready is still there when it is used. */
    private static final int CACHED = 10_000;

    private final Function<String, WrappingKey> wrapping;
    private final KeyStore store;
    private final InstantSource clock;
    private final Map<String, DataKey> open = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DataKey> eldest) {
            return size() > CACHED;
        }
    };

    /** @param wrapping the key of each jurisdiction, made at the first call */
    public Keyring(Function<String, WrappingKey> wrapping, KeyStore store, InstantSource clock) {
        this.wrapping = wrapping;
        this.store = store;
        this.clock = clock;
    }

    /** That forgets its keys with the process. */
    public static Keyring forgetful() {
        var one = WrappingKey.generate();
        return new Keyring(jurisdiction -> one, new MemoryKeys(), InstantSource.system());
    }

    /** Makes the keys of many ready at once: one look and, where some have none yet, one transaction that makes them. */
    public synchronized void ready(SubjectColumn of, Collection<String> subjects) {
        var missing = new TreeSet<>(subjects);
        missing.removeIf(subject -> open.containsKey(id(of.dataset(), subject)));
        if (missing.isEmpty()) return;
        take(store.find(of.dataset(), missing), missing);
        if (missing.isEmpty()) return;
        var wrap = wrapping.apply(of.jurisdiction());
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        store.add(missing.stream()
                .map(subject -> new StoredKey(
                        of.dataset(), subject, of.jurisdiction(), wrap.fresh(of.dataset(), subject), now, null))
                .toList());
        take(store.find(of.dataset(), missing), missing); // another may have been quicker
    }

    private void take(List<StoredKey> stored, Collection<String> missing) {
        for (var key : stored) {
            missing.remove(key.subject());
            unwrapped(key);
        }
    }

    private @Nullable DataKey unwrapped(StoredKey key) {
        if (key.wrapped() == null) return null;
        var data = wrapping.apply(key.jurisdiction()).unwrap(key.dataset(), key.subject(), key.wrapped());
        open.put(id(key.dataset(), key.subject()), data);
        return data;
    }

    /** To encrypt with; made when there is none. Null when it was destroyed: then there never is one again. */
    public synchronized @Nullable DataKey key(SubjectColumn of, String subject) {
        ready(of, List.of(subject));
        return open.get(id(of.dataset(), subject));
    }

    /** What can be said of a person's key. */
    public sealed interface Found {
        record Known(DataKey key) implements Found {}

        record Destroyed(Instant at) implements Found {}

        record Unknown() implements Found {}
    }

    /** To decrypt with: none is made. */
    public synchronized Found find(String dataset, String subject) {
        for (var key : store.find(dataset, List.of(subject))) {
            var destroyed = key.destroyed();
            if (destroyed != null) return new Found.Destroyed(destroyed);
            var data = unwrapped(key);
            if (data != null) return new Found.Known(data);
        }
        return new Found.Unknown();
    }

    /** For good: also where there was none, so that none is made. Repeated, it changes nothing. */
    public synchronized void destroy(Collection<ErasureOrder> orders) {
        if (orders.isEmpty()) return;
        store.destroy(orders.stream()
                .map(order -> new StoredKey(
                        order.dataset(),
                        order.subject(),
                        order.jurisdiction(),
                        null,
                        order.orderedAt(),
                        order.orderedAt()))
                .toList());
        orders.forEach(order -> open.remove(id(order.dataset(), order.subject())));
    }

    private static String id(String dataset, String subject) {
        return dataset + '\n' + subject;
    }
}
