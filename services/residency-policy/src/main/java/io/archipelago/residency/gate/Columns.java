package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.residency.domain.Known;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The columns that a flow's datasets declare.
 *
 * @param owner of the first of them: a pseudonym is made for one owner
 * @param classes the data class of each column
 */
record Columns(String owner, SortedMap<String, String> classes) {

    static final Columns NONE = new Columns("", Collections.emptySortedMap());

    /** Where two datasets of one topic disagree, nobody knows the class. */
    private static final String DISAGREED = "?";

    private static final int FINGERPRINT_BYTES = 8;

    static Columns of(List<Known.Dataset> datasets) {
        var classes = new TreeMap<String, String>();
        for (var dataset : datasets)
            dataset.columns()
                    .forEach((column, dataClass) ->
                            classes.merge(column, dataClass, (one, other) -> one.equals(other) ? one : DISAGREED));
        return classes.isEmpty() ? NONE : new Columns(datasets.getFirst().owner(), classes);
    }

    /** Equal for equal declarations; empty where nothing is declared. Short, for it is written next to offsets. */
    String fingerprint() {
        if (classes.isEmpty()) return "";
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
