package io.archipelago.events.envelope;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;

/**
 * A hybrid logical clock stamp (Kulkarni et al., "Logical Physical Clocks", 2014): wall time in milliseconds, a counter
 * for events of the same millisecond, and the region as the last tie-break, so that any two stamps are ordered.
 * Written {@code 0198f3a1c2d4-0003-eu-central}; the text sorts as the stamp does.
 */
public record Hlc(long wallMs, int counter, String region) implements Comparable<Hlc> {

    private static final Comparator<Hlc> ORDER =
            Comparator.comparingLong(Hlc::wallMs).thenComparingInt(Hlc::counter).thenComparing(Hlc::region);

    /** The stamp before every other. */
    public static final Hlc ZERO = new Hlc(0, 0, "");

    /** The next stamp of a region: later than {@code seen} and not before {@code nowMs}. */
    public static Hlc next(Hlc seen, long nowMs, String region) {
        return nowMs > seen.wallMs ? new Hlc(nowMs, 0, region) : new Hlc(seen.wallMs, seen.counter + 1, region);
    }

    public Hlc max(Hlc other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** @throws IllegalArgumentException when the text is not a stamp */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Hlc parse(String text) {
        try {
            return new Hlc(Long.parseLong(text, 0, 12, 16), Integer.parseInt(text, 13, 17, 16), text.substring(18));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a hybrid logical clock stamp", e);
        }
    }

    @Override
    public int compareTo(Hlc other) {
        return ORDER.compare(this, other);
    }

    @JsonValue
    @Override
    public String toString() {
        return "%012x-%04x-%s".formatted(wallMs, counter, region);
    }
}
