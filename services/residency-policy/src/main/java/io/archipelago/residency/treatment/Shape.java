package io.archipelago.residency.treatment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a JSON object holds its columns. What could be read in two ways is a plain row, of which each field must be declared.
 *
 * @param wrapped with a schema beside the payload, as Kafka Connect's JsonConverter writes it
 * @param envelope what a row was before and after a change, as Debezium writes it
 * @param subjects what each row holds in the column that was looked for, in their order; null where that is nothing, or has
 *     parts
 */
record Shape(boolean wrapped, boolean envelope, List<@Nullable String> subjects) {

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

    /**
     * Reads the object at whose beginning the parser stands, to its end.
     *
     * @param declared columns: a declared name is a column, whatever else it could mean
     * @param subject the column to look for; null for none
     */
    static Shape of(JsonParser in, Set<String> declared, @Nullable String subject) throws IOException {
        var outer = Level.of(in, subject);
        var payload = outer.parts.get(PAYLOAD);
        boolean wrapped = outer.names.equals(WRAPPING) && !declared.contains(PAYLOAD);
        var names = !wrapped ? outer.names : payload == null ? Set.<String>of() : payload.names;
        boolean envelope = names.contains(OPERATION)
                && (names.contains(BEFORE) || names.contains(AFTER))
                && !declared.contains(BEFORE)
                && !declared.contains(AFTER);
        return new Shape(wrapped, envelope, subjects(wrapped ? payload : outer, envelope));
    }

    private static List<@Nullable String> subjects(@Nullable Level level, boolean envelope) {
        var subjects = new ArrayList<@Nullable String>();
        if (level != null && !envelope) subjects.add(level.subject);
        if (level != null && envelope)
            level.parts.forEach((name, part) -> {
                if (isRow(name)) subjects.add(part.subject);
            });
        return subjects;
    }

    /** An object that may be a row, or hold some: until all names are known, it may be either. */
    private static final class Level {
        private static final Set<String> HOLDERS = Set.of(PAYLOAD, BEFORE, AFTER);

        final Set<String> names = new HashSet<>();
        final Map<String, Level> parts = new LinkedHashMap<>();

        @Nullable
        String subject;

        static Level of(JsonParser in, @Nullable String subject) throws IOException {
            var level = new Level();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                var name = in.currentName();
                level.names.add(name);
                var token = in.nextToken();
                if (token == JsonToken.START_OBJECT && HOLDERS.contains(name))
                    level.parts.put(name, Level.of(in, subject));
                else {
                    if (name.equals(subject) && token.isScalarValue() && token != JsonToken.VALUE_NULL)
                        level.subject = in.getText();
                    in.skipChildren();
                }
            }
            return level;
        }
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
