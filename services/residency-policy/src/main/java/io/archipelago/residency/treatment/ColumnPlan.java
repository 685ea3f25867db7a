package io.archipelago.residency.treatment;

import io.archipelago.residency.domain.Treatment;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the columns of some records.
 *
 * @param owner whose data it is
 * @param classes the data class of every column that may occur; of a key that is no object, as {@link #KEY}
 * @param treatments by column; columns that are not named cross as they are
 */
public record ColumnPlan(String owner, SortedMap<String, String> classes, SortedMap<String, Treatment> treatments) {

    /** The name of a record's key that has no columns of its own. */
    public static final String KEY = "$key";

    /** @param byClass drop, mask or pseudonymise, by the data class of columns; holds for all its kinds */
    public static ColumnPlan of(String owner, SortedMap<String, String> classes, Map<String, String> byClass) {
        var treatments = new TreeMap<String, Treatment>();
        Treatment.of(classes, byClass).forEach((column, how) -> treatments.put(column, Treatment.of(how)));
        return new ColumnPlan(owner, classes, treatments);
    }

    boolean isDeclared(String column) {
        return classes.containsKey(column);
    }

    @Nullable
    Treatment treatment(String column) {
        return treatments.get(column);
    }

    /** As copies bear it: {@code email=pseudonymise,name=drop}. */
    @Override
    public String toString() {
        return treatments.entrySet().stream()
                .map(column -> column.getKey() + '=' + column.getValue().word())
                .collect(Collectors.joining(","));
    }
}
