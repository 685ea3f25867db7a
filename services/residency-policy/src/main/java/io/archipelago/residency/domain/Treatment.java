package io.archipelago.residency.domain;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What becomes of a column when a copy crosses. */
final class Treatment {

    /** As policies write them, the strictest first: gone, unreadable for all, readable for who holds the region's key. */
    static final List<String> WORDS = List.of("drop", "mask", "pseudonymise");

    private Treatment() {}

    /** A word nobody knows is the strictest of all. */
    static String stricter(String one, String other) {
        if (!WORDS.contains(one) || !WORDS.contains(other)) return WORDS.getFirst();
        return WORDS.indexOf(one) <= WORDS.indexOf(other) ? one : other;
    }

    /**
     * What becomes of a dataset's columns.
     *
     * @param columns the data class of each
     * @param treatments by data class; holds for all its kinds
     */
    static Map<String, String> of(Map<String, String> columns, Map<String, String> treatments) {
        var byColumn = new TreeMap<String, String>();
        columns.forEach((column, dataClass) -> treatments.forEach((general, how) -> {
            if (DataClass.isA(dataClass, general)) byColumn.merge(column, how, Treatment::stricter);
        }));
        return byColumn;
    }
}
