package io.archipelago.residency.keyring;

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
    public synchronized void destroy(Collection<StoredKey> gone) {
        gone.forEach(key -> keys.put(id(key.dataset(), key.subject()), key));
    }
}
