package io.archipelago.placement.domain;

import java.util.Comparator;

/**
 * The right to plan a workload. The higher epoch wins; when two survivors that cannot hear each other took the same
 * epoch, the greater name wins, so that every region and every site settles on the same one.
 */
public record Claim(long epoch, String home) implements Comparable<Claim> {
    private static final Comparator<Claim> ORDER =
            Comparator.comparingLong(Claim::epoch).thenComparing(Claim::home);

    static Claim first(String home) {
        return new Claim(1, home);
    }

    /** What a survivor takes when this claim's home is lost. */
    Claim takenBy(String survivor) {
        return new Claim(epoch + 1, survivor);
    }

    Claim max(Claim other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Claim other) {
        return ORDER.compare(this, other);
    }
}
