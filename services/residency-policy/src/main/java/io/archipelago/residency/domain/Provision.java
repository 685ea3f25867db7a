package io.archipelago.residency.domain;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule made ready, or what a policy says otherwise.
 *
 * @param number its place in the law
 * @param otherwise true when it speaks only where no rule of its policy takes effect
 * @param dataClasses with all their kinds
 * @param processedIn binds only data that is kept first there; null for wherever
 * @param places where it holds, exceptions taken out
 * @param treatments by the data class of columns
 */
record Provision(
        int number,
        String policy,
        String id,
        boolean denies,
        boolean otherwise,
        int precedence,
        Set<String> dataClasses,
        BitSet subjects,
        int actions,
        @Nullable BitSet processedIn,
        BitSet places,
        Proviso proviso,
        @Nullable String source,
        @Nullable String reason,
        Map<String, String> treatments) {

    /** As explanations and copies name it. */
    String name() {
        return policy + "#" + id;
    }

    /** True when it may say something, whatever the circumstances are; of which class it speaks is known already. */
    boolean speaksOf(BitSet members, Action action, int place) {
        return (actions & action.bit()) != 0 && places.get(place) && subjects.intersects(members);
    }

    /** Of the asked those on whom it takes effect; otherwise-clauses as if no rule did. */
    BitSet takesEffectOn(BitSet asked, Proviso.Facts facts) {
        var taken = (BitSet) asked.clone();
        taken.and(subjects);
        if (!taken.isEmpty()) {
            if (!isBinding(facts)) taken.clear();
            else proviso.keepWhereItHolds(taken, facts, denies);
        }
        return taken;
    }

    /** Data is processed where it is kept first; where nobody knows that, a deny binds and an allow does not. */
    private boolean isBinding(Proviso.Facts facts) {
        if (processedIn == null) return true;
        var origin = facts.circumstances().origin();
        int country = origin == null ? -1 : Country.number(origin);
        return country < 0 ? denies : processedIn.get(country);
    }
}
