package io.archipelago.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the inserts out of PostgreSQL's logical replication messages, protocol version 1, values as text. */
final class PgOutput {

    private final Map<Integer, List<String>> columnsByRelation = new HashMap<>();

    /** The inserted row by column name, where the message is an insert. */
    Optional<Map<String, @Nullable String>> insert(byte[] message) {
        var in = ByteBuffer.wrap(message);
        return switch (in.get()) {
            case 'R' -> {
                relation(in);
                yield Optional.empty();
            }
            case 'I' -> Optional.of(row(in));
            default -> Optional.empty();
        };
    }

    private void relation(ByteBuffer in) {
        int relation = in.getInt();
        text(in); // schema
        text(in); // table
        in.get(); // replica identity
        int count = in.getShort();
        var columns = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            in.get(); // part of the key
            columns.add(text(in));
            in.getInt(); // type
            in.getInt(); // type modifier
        }
        columnsByRelation.put(relation, columns);
    }

    private Map<String, @Nullable String> row(ByteBuffer in) {
        var columns = columnsByRelation.get(in.getInt());
        if (columns == null) throw new IllegalStateException("an insert before its relation");
        in.get(); // 'N': a new row follows
        int count = in.getShort();
        var row = new HashMap<String, @Nullable String>();
        for (int i = 0; i < count; i++) row.put(columns.get(i), value(in));
        return row;
    }

    private static @Nullable String value(ByteBuffer in) {
        if (in.get() != 't') return null;
        var bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static String text(ByteBuffer in) {
        int start = in.position();
        while (in.get() != 0) {} // ends with a zero byte
        return new String(in.array(), start, in.position() - 1 - start, UTF_8);
    }
}
