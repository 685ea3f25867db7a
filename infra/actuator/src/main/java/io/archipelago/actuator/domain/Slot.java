package io.archipelago.actuator.domain;

import java.util.Comparator;

/** A workload at a site: what is reserved, run and reported as one. */
public record Slot(String site, String workload) implements Comparable<Slot> {

    private static final Comparator<Slot> BY_SITE =
            Comparator.comparing(Slot::site).thenComparing(Slot::workload);

    /** As the key of a record: {@code <site>/<workload>}. */
    public String key() {
        return site + '/' + workload;
    }

    @Override
    public int compareTo(Slot other) {
        return BY_SITE.compare(this, other);
    }
}
