package io.archipelago.events.residency;

import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Canaries were seen where none may be: a defence does not hold. Counts up while more are seen. The body of
 * {@code residency.alarms.v1}.
 *
 * @param region where they were seen
 * @param source the region that planted them, as they say
 * @param topic as the region that saw them names it
 * @param dataClasses the classes they were planted in; {@code unlabelled} for those without
 * @param count how many were seen since the first
 * @param detail what the last one says and where it was, for a person
 */
public record CanarySighted(
        String region,
        String source,
        Reason reason,
        String topic,
        SortedSet<String> dataClasses,
        long count,
        Instant firstAt,
        Instant lastAt,
        String detail) {

    public enum Reason {
        /** No law in force since it was planted lets it be where it was seen. */
        FORBIDDEN,
        /** No gate let it cross. */
        UNGATED,
        /** In a topic that is not for canaries, or not for those of its region. */
        MISPLACED,
        /** Not signed by the region it names. */
        FORGED
    }

    /** As records are keyed. */
    public String key() {
        return region + '|' + source + '|' + reason + '|' + topic;
    }

    /** Together with those of the same key that were seen later. */
    public CanarySighted and(CanarySighted later) {
        var classes = new TreeSet<>(dataClasses);
        classes.addAll(later.dataClasses);
        return new CanarySighted(
                region, source, reason, topic, classes, count + later.count, firstAt, later.lastAt, later.detail);
    }
}
