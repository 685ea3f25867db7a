package io.archipelago.residency.keyring;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Keys that are gone with the process: for a gate that only rehearses, and one whose speed is measured. */
public final class MemoryKeys implements KeyStore {

    private final Map<String, StoredKey> keys = new HashMap<>();

    private static String id(String dataset, String subject) {
        return dataset + '|' + subject;
    }

    @Override
    public synchronized List<StoredKey> find(String dataset, Collection<String> subjects) {
        return subjects.stream()
                .map(subject -> keys.get(id(dataset, subject)))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public synchronized void add(Collection<StoredKey> fresh) {
        fresh.forEach(key -> keys.putIfAbsent(id(key.dataset(), key.subject()), key));
    }

    @Override
    public synchronized boolean destroy(String dataset, String subject, String jurisdiction, Instant at) {
        var before = keys.get(id(dataset, subject));
        if (before != null && before.wrapped() == null) return false;
        var created = before == null ? at : before.created();
        keys.put(id(dataset, subject), new StoredKey(dataset, subject, jurisdiction, null, created, at));
        return before != null;
    }
}
