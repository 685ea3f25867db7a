package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.residency.domain.Known;
import io.archipelago.residency.domain.SubjectColumn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a flow's datasets declare.
 *
 * @param owner of the first of them: a pseudonym is made for one owner
 * @param classes the data class of each column
 * @param encrypted those that one of them wants encrypted in every copy
 * @param subject how their persons are named; null when nobody has said, or they disagree
 */
record Columns(
        String owner,
        SortedMap<String, String> classes,
        SortedSet<String> encrypted,
        @Nullable SubjectColumn subject) {

    static final Columns NONE = new Columns("", Collections.emptySortedMap(), Collections.emptySortedSet(), null);

    /** Where two datasets of one topic disagree, nobody knows the class. */
    private static final String DISAGREED = "?";

    private static final int FINGERPRINT_BYTES = 8;
    private static final String ENCRYPTED = "+encrypted";

    static Columns of(List<Known.Dataset> datasets) {
        var classes = new TreeMap<String, String>();
        for (var dataset : datasets)
            dataset.columns()
                    .forEach((column, dataClass) ->
                            classes.merge(column, dataClass, (one, other) -> one.equals(other) ? one : DISAGREED));
        var encrypted = new TreeSet<String>();
        datasets.forEach(dataset -> encrypted.addAll(dataset.encrypt()));
        var subjects = datasets.stream()
                .map(Known.Dataset::subject)
                .filter(Objects::nonNull)
                .toList();
        boolean agreed = subjects.stream().map(SubjectColumn::name).distinct().count() == 1;
        var subject = agreed ? subjects.getFirst() : null;
        return classes.isEmpty() && encrypted.isEmpty() && subject == null
                ? NONE
                : new Columns(datasets.getFirst().owner(), classes, encrypted, subject);
    }

    /** Equal for equal declarations; empty where nothing is declared. Short, for it is written next to offsets. */
    String fingerprint() {
        if (classes.isEmpty() && encrypted.isEmpty()) return "";
        var text = "Columns[owner=" + owner + ", classes=" + classes + "]"; // as before there was encryption
        if (subject != null) text += subject.toString() + encrypted;
        return digest(text) + (encrypted.isEmpty() ? "" : ENCRYPTED);
    }

    /** True when some columns were encrypted whatever the law asked, by the fingerprint alone. */
    static boolean asks(String fingerprint) {
        return fingerprint.endsWith(ENCRYPTED);
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
