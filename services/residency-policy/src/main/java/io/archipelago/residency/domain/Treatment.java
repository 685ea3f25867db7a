package io.archipelago.residency.domain;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What becomes of a column when a copy crosses, the strictest first. */
public enum Treatment {
    /** Gone. */
    DROP,
    /** Unreadable for all. */
    MASK,
    /** Readable for who holds the person's key, until that is destroyed. */
    ENCRYPT,
    /** Readable for who holds the region's key. */
    PSEUDONYMISE;

    /** As policies write them. */
    static final List<String> WORDS = Stream.of(values()).map(Treatment::word).toList();

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A word nobody knows is the strictest of all. */
    public static Treatment of(String word) {
        return WORDS.contains(word) ? values()[WORDS.indexOf(word)] : DROP;
    }

    public static String stricter(String one, String other) {
        return of(one).compareTo(of(other)) <= 0 ? of(one).word() : of(other).word();
    }

    /**
     * What becomes of a dataset's columns.
     *
     * @param columns the data class of each
     * @param treatments by data class; holds for all its kinds
     * @param encrypted columns that are encrypted at least
     */
    public static Map<String, String> of(
            Map<String, String> columns, Map<String, String> treatments, Collection<String> encrypted) {
        var byColumn = new TreeMap<String, String>();
        encrypted.forEach(column -> byColumn.put(column, ENCRYPT.word()));
        columns.forEach((column, dataClass) -> treatments.forEach((general, how) -> {
            if (DataClass.isA(dataClass, general)) byColumn.merge(column, how, Treatment::stricter);
        }));
        return byColumn;
    }
}
