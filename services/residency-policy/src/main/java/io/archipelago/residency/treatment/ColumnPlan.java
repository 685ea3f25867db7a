package io.archipelago.residency.treatment;

import io.archipelago.residency.domain.SubjectColumn;
import io.archipelago.residency.domain.Treatment;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the columns of some records.
 *
 * @param owner whose data it is
 * @param subject how its persons are named, whose keys encrypt; null when nobody has said
 * @param classes the data class of every column that may occur; of a key that is no object, as {@link #KEY}
 * @param treatments by column; columns that are not named cross as they are
 */
public record ColumnPlan(
        String owner,
        @Nullable SubjectColumn subject,
        SortedMap<String, String> classes,
        SortedMap<String, Treatment> treatments) {

    /** The name of a record's key that has no columns of its own. */
    public static final String KEY = SubjectColumn.KEY;

    /**
     * @param byClass drop, mask, encrypt or pseudonymise, by the data class of columns; holds for all its kinds
     * @param encrypted columns that are encrypted at least
     */
    public static ColumnPlan of(
            String owner,
            @Nullable SubjectColumn subject,
            SortedMap<String, String> classes,
            Map<String, String> byClass,
            Set<String> encrypted) {
        var treatments = new TreeMap<String, Treatment>();
        Treatment.of(classes, byClass, encrypted).forEach((column, how) -> treatments.put(column, Treatment.of(how)));
        return new ColumnPlan(owner, subject, classes, treatments);
    }

    /** True when it takes a person's key. */
    public boolean encrypts() {
        return treatments.containsValue(Treatment.ENCRYPT);
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
