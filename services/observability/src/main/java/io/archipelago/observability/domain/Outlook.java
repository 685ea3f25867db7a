package io.archipelago.observability.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * From where one looks, and at whom.
 *
 * @param home the region that looks
 * @param peers the others, by name
 */
public record Outlook(Place home, Map<String, Place> peers, Patience patience) {

    public Outlook {
        peers = Map.copyOf(new TreeMap<>(peers));
    }

    /**
     * A region.
     *
     * @param jurisdiction ISO 3166 code of the country whose law binds it
     * @param location the cloud region its backbone stands in
     */
    public record Place(String region, String jurisdiction, String location) {}

    /**
     * When silence means something.
     *
     * @param probeEvery time between two probes
     * @param suspectAfter silence after which a region is suspect, and a link silent; more than two probes, so that one
     *     lost probe is no verdict
     * @param lostAfter silence after which a region is lost
     * @param wakeGrace after this region was asleep, a peer it has not heard since gets this much time on top: its mirror
     *     may take that long to start
     * @param slowAfterMs median age of probes at arrival from which a link is slow
     * @param probesToTrust probes in a row that make a suspect or lost region healthy again
     * @param linkEvery the figures of a link are published this often at most, its state at once
     */
    public record Patience(
            Duration probeEvery,
            Duration suspectAfter,
            Duration lostAfter,
            Duration wakeGrace,
            long slowAfterMs,
            int probesToTrust,
            Duration linkEvery) {

        public static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(8),
                Duration.ofSeconds(15),
                1_000,
                3,
                Duration.ofSeconds(10));

        public Patience {
            if (suspectAfter.compareTo(probeEvery.multipliedBy(2)) <= 0)
                throw new IllegalArgumentException(
                        "suspect-after " + suspectAfter + " must be more than two probes of " + probeEvery);
            if (lostAfter.compareTo(suspectAfter) <= 0)
                throw new IllegalArgumentException("lost-after " + lostAfter + " must be more than suspect-after");
            if (probesToTrust < 1 || probesToTrust > Ear.REMEMBERED)
                throw new IllegalArgumentException("probes-to-trust must be 1 to " + Ear.REMEMBERED);
        }
    }

    /** This region and its peers, sorted by name. */
    List<Place> all() {
        var all = new TreeMap<>(peers);
        all.put(home.region(), home);
        return List.copyOf(all.values());
    }
}
