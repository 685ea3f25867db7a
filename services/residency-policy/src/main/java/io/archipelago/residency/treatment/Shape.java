package io.archipelago.residency.treatment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How a JSON object holds its columns. What could be read in two ways is a plain row, of which each field must be declared.
 *
 * @param wrapped with a schema beside the payload, as Kafka Connect's JsonConverter writes it
 * @param envelope what a row was before and after a change, as Debezium writes it
 */
record Shape(boolean wrapped, boolean envelope) {

    static final String SCHEMA = "schema";
    static final String PAYLOAD = "payload";
    static final String BEFORE = "before";
    static final String AFTER = "after";
    private static final String OPERATION = "op";
    private static final Set<String> WRAPPING = Set.of(SCHEMA, PAYLOAD);
    private static final Set<String> ROWS = Set.of(BEFORE, AFTER);

    /** Debezium's own words about a change, and of those that are objects, the fields that never hold a row's data. */
    private static final Map<String, Set<String>> ABOUT = Map.of(
            OPERATION,
            Set.of(),
            "ts_ms",
            Set.of(),
            "ts_us",
            Set.of(),
            "ts_ns",
            Set.of(),
            "transaction",
            Set.of("id", "total_order", "data_collection_order"),
            "source",
            Set.of(
                    "version",
                    "connector",
                    "name",
                    "ts_ms",
                    "ts_us",
                    "ts_ns",
                    "snapshot",
                    "db",
                    "sequence",
                    "schema",
                    "table",
                    "txId",
                    "lsn",
                    "xmin",
                    "server_id",
                    "gtid",
                    "file",
                    "pos",
                    "row",
                    "thread",
                    "change_lsn",
                    "commit_lsn",
                    "event_serial_no",
                    "scn",
                    "commit_scn"));

    /** @param declared columns: a declared name is a column, whatever else it could mean */
    static Shape of(JsonParser in, Set<String> declared) throws IOException {
        var payload = new HashSet<String>();
        var outer = names(in, payload);
        boolean wrapped = outer.equals(WRAPPING) && !declared.contains(PAYLOAD);
        var names = wrapped ? payload : outer;
        boolean envelope = names.contains(OPERATION)
                && (names.contains(BEFORE) || names.contains(AFTER))
                && !declared.contains(BEFORE)
                && !declared.contains(AFTER);
        return new Shape(wrapped, envelope);
    }

    private static Set<String> names(JsonParser in, Set<String> payload) throws IOException {
        var names = new HashSet<String>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            names.add(name);
            if (in.nextToken() == JsonToken.START_OBJECT && name.equals(PAYLOAD))
                payload.addAll(names(in, new HashSet<>()));
            else in.skipChildren();
        }
        return names;
    }

    static boolean isRow(String field) {
        return ROWS.contains(field);
    }

    static boolean isAbout(String field) {
        return ABOUT.containsKey(field);
    }

    /** True when this part of what Debezium says about a change never holds a row's data. */
    static boolean isAbout(String field, String part) {
        return ABOUT.getOrDefault(field, Set.of()).contains(part);
    }
}
