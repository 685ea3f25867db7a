package io.archipelago.residency.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What has to be looked at again since what it follows from has changed. No state of its own: after a restart everything
 * is looked at once.
 */
final class Stale {
    private boolean law = true;
    private boolean rulings = true;
    private @Nullable Instant nextChange;
    private final Set<String> subjects = new TreeSet<>();

    void law() {
        law = true;
    }

    void rulings() {
        rulings = true;
    }

    void subject(String subject) {
        subjects.add(subject);
    }

    void dataset(String name, Collection<Known.Workload> workloads) {
        subjects.add("dataset/" + name);
        for (var workload : workloads)
            if (workload.data().stream().anyMatch(use -> use.dataset().equals(name)))
                subjects.add(Reasoning.subject(workload));
    }

    /** True when something is stale, whatever the time. */
    boolean any() {
        return law || rulings || !subjects.isEmpty();
    }

    boolean law(Instant now) {
        return law || nextChange != null && !now.isBefore(nextChange);
    }

    boolean isStale(String subject) {
        return rulings || subjects.contains(subject);
    }

    /** The law was found to be what it should be, until then. */
    void lawIsRight(@Nullable Instant until) {
        law = false;
        nextChange = until;
    }

    /** All rulings were found to be what they should be. */
    void rulingsAreRight() {
        rulings = false;
        subjects.clear();
    }
}
