package io.archipelago.residency.domain;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a case besides whose data of which class goes where.
 *
 * @param origin the country where the data is kept first and sent from; null when nobody knows
 * @param purposes what it is used for, all of it; empty when nobody has said
 * @param safeguards what is in place
 * @param volume records of this owner and class that have left the country so far; null when nobody counts
 */
public record Circumstances(
        @Nullable String origin,
        SortedSet<String> purposes,
        SortedSet<String> safeguards,
        @Nullable Long volume) {

    /** Nobody knows anything. */
    public static final Circumstances UNKNOWN = of(null, List.of(), List.of(), null);

    static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** The safeguard that nobody declares: it is in place at sites whose place is attested. */
    public static final String ATTESTED_PLACE = "attested-place";

    /** Purposes of which one cannot be read count as not said; a safeguard that cannot be read is not in place. */
    public static Circumstances of(
            @Nullable String origin,
            Collection<String> purposes,
            Collection<String> safeguards,
            @Nullable Long volume) {
        boolean readable = purposes.stream().allMatch(Circumstances::isWord);
        var inPlace = new TreeSet<String>();
        safeguards.stream().filter(Circumstances::isWord).forEach(inPlace::add);
        return new Circumstances(origin, readable ? new TreeSet<>(purposes) : new TreeSet<>(), inPlace, volume);
    }

    private static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    /** The same at a site whose place is attested. */
    Circumstances whereAttested() {
        var more = new TreeSet<>(safeguards);
        more.add(ATTESTED_PLACE);
        return new Circumstances(origin, purposes, more, volume);
    }

    /** Of data that is in both: used for all purposes, with the safeguards that are in place for both. */
    public Circumstances together(Circumstances other) {
        var all = new TreeSet<>(purposes);
        all.addAll(other.purposes);
        if (purposes.isEmpty() || other.purposes.isEmpty()) all.clear(); // of one nobody has said
        var common = new TreeSet<>(safeguards);
        common.retainAll(other.safeguards);
        return new Circumstances(
                Objects.equals(origin, other.origin) ? origin : null,
                all,
                common,
                volume == null || other.volume == null ? null : (Long) Math.max(volume, other.volume));
    }

    /** In one word without spaces, {@code @}, {@code ;} and {@code +}: {@code DE/billing,support/contract/100000}. */
    @Override
    public String toString() {
        return Objects.requireNonNullElse(origin, "")
                + '/'
                + String.join(",", purposes)
                + '/'
                + String.join(",", safeguards)
                + '/'
                + (volume == null ? "" : volume);
    }

    /** Null for what was not written by {@link #toString}. */
    public static @Nullable Circumstances parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 4 || !parts[3].matches("[0-9]{0,18}")) return null;
        return of(
                parts[0].isEmpty() ? null : parts[0],
                words(parts[1]),
                words(parts[2]),
                parts[3].isEmpty() ? null : Long.valueOf(parts[3]));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }
}
