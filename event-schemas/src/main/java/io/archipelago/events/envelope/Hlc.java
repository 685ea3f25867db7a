package io.archipelago.events.envelope;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A hybrid logical clock stamp (Kulkarni et al., "Logical Physical Clocks", 2014): wall time in milliseconds, a counter
 * for events of the same millisecond, and the region as the last tie-break, so that any two stamps are ordered.
 * Written {@code 0198f3a1c2d4-0003-eu-central}; the text sorts as the stamp does.
 */
public record Hlc(long wallMs, int counter, String region) implements Comparable<Hlc> {

    private static final Comparator<Hlc> ORDER =
            Comparator.comparingLong(Hlc::wallMs).thenComparingInt(Hlc::counter).thenComparing(Hlc::region);

    private static final int LAST_COUNTER = 0xffff;
    private static final Pattern WRITTEN = Pattern.compile("([0-9a-f]{12})-([0-9a-f]{4})-(.*)", Pattern.DOTALL);

    /** @throws IllegalArgumentException when the text of such a stamp would not sort as the stamp does */
    public Hlc {
        if (wallMs < 0 || wallMs >= 1L << 48 || counter < 0 || counter > LAST_COUNTER)
            throw new IllegalArgumentException("no stamp has wall time " + wallMs + " ms and counter " + counter);
    }

    /** The stamp before every other. */
    public static final Hlc ZERO = new Hlc(0, 0, "");

    /** The next stamp of a region: later than {@code seen} and not before {@code nowMs}. */
    public static Hlc next(Hlc seen, long nowMs, String region) {
        if (nowMs > seen.wallMs) return new Hlc(nowMs, 0, region);
        return seen.counter < LAST_COUNTER
                ? new Hlc(seen.wallMs, seen.counter + 1, region)
                : new Hlc(seen.wallMs + 1, 0, region);
    }

    public Hlc max(Hlc other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** @throws IllegalArgumentException when the text is not a stamp */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Hlc parse(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches())
            throw new IllegalArgumentException("'" + text + "' is not a hybrid logical clock stamp");
        return new Hlc(Long.parseLong(written.group(1), 16), Integer.parseInt(written.group(2), 16), written.group(3));
    }

    @Override
    public int compareTo(Hlc other) {
        return ORDER.compare(this, other);
    }

    @JsonValue
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(wallMs, 12)
                + '-'
                + HexFormat.of().toHexDigits((short) counter)
                + '-'
                + region;
    }
}
