package io.archipelago.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;

/** Records that are rows in JSON, each about one of some persons, with a column that a dataset may want encrypted. */
public final class Rows {

    public static final String PERSON = "person";
    public static final String ENCRYPTED = "email";

    /** The data class of each column, {@code $key} among them. */
    public static final Map<String, String> COLUMNS =
            new TreeMap<>(Map.of("$key", "public", PERSON, "public", ENCRYPTED, "public", "note", "public"));

    private static final int PERSONS = 1_000;

    private Rows() {}

    /** @param bytes of the row, or as few more as its columns need */
    public static byte[] row(long number, int bytes) {
        var person = "person-" + number % PERSONS;
        var row = "{\"" + PERSON + "\":\"" + person + "\",\"" + ENCRYPTED + "\":\"" + person
                + "@example.org\",\"note\":\"";
        return (row + "x".repeat(Math.max(0, bytes - row.length() - 2)) + "\"}").getBytes(UTF_8);
    }
}
