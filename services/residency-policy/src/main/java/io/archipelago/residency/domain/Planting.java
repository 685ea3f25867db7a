package io.archipelago.residency.domain;

import io.archipelago.events.ledger.LedgerKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which canaries are planted: one for every class that the law speaks of and every subject in sight, some at a time, and
 * always two that may go nowhere.
 */
public final class Planting {

    /** Canaries in one round, besides the two; the rest come in the next ones. */
    static final int MOST = 64;

    /** Nobody speaks of it. */
    static final String UNSPOKEN = "canary-of-no-class";

    /** What records of a topic without datasets are counted as, by its description: each is of a class of its own. */
    private static final String COUNTED_AS = "inherited";

    /** Labels that are tried. */
    record Labelled(String dataClass, String subject) {}

    private Planting() {}

    /** @param countries of all regions */
    static List<Labelled> all(Law law, Collection<String> countries) {
        var subjects = new TreeSet<>(law.groupNames());
        subjects.addAll(countries);
        for (var article : law.code().policies().values())
            for (var subject : Law.listed(article.spec().subjects()))
                if (Country.isCode(subject)) subjects.add(subject);
        var all = new ArrayList<Labelled>();
        for (var dataClass : law.dataClasses()) for (var subject : subjects) all.add(new Labelled(dataClass, subject));
        return all;
    }

    /** True of one that no law lets go anywhere. */
    public static boolean isUnspoken(Canary canary) {
        return UNSPOKEN.equals(canary.dataClass());
    }

    /** In how many rounds each is planted once. */
    static int turn(int all) {
        return Math.max(1, (all + MOST - 1) / MOST);
    }

    /**
     * Those of one round. The same time and law lead to the same canaries.
     *
     * @param countries of all regions
     * @param every between two rounds
     */
    public static List<Canary> round(
            GateOrders orders,
            String region,
            Collection<String> countries,
            Duration every,
            Instant now,
            LedgerKey key) {
        var law = orders.law();
        long round = now.toEpochMilli() / every.toMillis();
        var circumstances = orders.circumstances(null, COUNTED_AS);
        var planter = new Planter(region, round, now, law.code().version(), circumstances, key);
        var all = all(law, countries);
        var canaries = new ArrayList<Canary>();
        canaries.add(planter.plant(null, null));
        canaries.add(planter.plant(UNSPOKEN, orders.origin()));
        int first = (int) (round % turn(all.size())) * MOST;
        for (var labelled : all.subList(first, Math.min(all.size(), first + MOST)))
            canaries.add(planter.plant(labelled.dataClass(), labelled.subject()));
        return canaries;
    }

    private record Planter(
            String region, long round, Instant now, String law, Circumstances circumstances, LedgerKey key) {

        Canary plant(@Nullable String dataClass, @Nullable String subject) {
            return Canary.planted(region, round, dataClass, subject, now, law, circumstances, key);
        }
    }
}
