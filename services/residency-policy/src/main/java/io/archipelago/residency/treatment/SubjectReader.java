package io.archipelago.residency.treatment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.archipelago.residency.domain.SubjectColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom a record is about: for each row of its value, in their order, the pseudonym of the person that the subject
 * column names. Not thread-safe.
 */
public final class SubjectReader {

    private final SubjectColumn column;
    private final Set<String> declared;
    private final Pseudonyms pseudonyms;

    /** @param declared columns: a declared name is a column, whatever else it could mean */
    public SubjectReader(SubjectColumn column, Set<String> declared, PseudonymKey key) {
        this.column = column;
        this.declared = declared;
        this.pseudonyms = key.ofSubjects(column.dataset());
    }

    public SubjectColumn column() {
        return column;
    }

    /** As keys, events and logs know a person of this dataset. */
    public String pseudonym(String subject) {
        return pseudonyms.of(subject);
    }

    /**
     * One for each row; of a tombstone none, since it says nothing of anybody.
     *
     * @return null when it cannot be told for all of them
     */
    public @Nullable List<String> read(byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) return List.of();
        try (var in = Treater.JSON.createParser(value)) {
            return in.nextToken() == JsonToken.START_OBJECT ? read(key, shape(in)) : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** Of a value, at whose beginning the parser stands. */
    Shape shape(JsonParser in) throws IOException {
        return Shape.of(in, declared, isKey() ? null : column.name());
    }

    private boolean isKey() {
        return column.name().equals(SubjectColumn.KEY);
    }

    /** The same of a value that has been read already. */
    @Nullable
    List<String> read(byte @Nullable [] key, Shape value) {
        try {
            var ofKey = isKey() ? ofKey(key) : null;
            var found = new ArrayList<String>();
            for (var subject : value.subjects()) {
                if (subject != null) found.add(pseudonym(known(subject)));
                else if (ofKey != null) found.add(ofKey);
                else return null;
            }
            return found;
        } catch (IOException | Unknown unreadable) {
            return null;
        }
    }

    private static final class Unknown extends Exception {
        private static final long serialVersionUID = 1;

        Unknown() {
            super("whom it is about cannot be told", null, false, false);
        }
    }

    private String ofKey(byte @Nullable [] key) throws IOException, Unknown {
        if (key == null || key.length == 0) throw new Unknown();
        if (key[0] != '"' && key[0] != '{') return pseudonym(new String(key, UTF_8));
        try (var in = Treater.JSON.createParser(key)) {
            if (in.nextToken() == JsonToken.START_OBJECT) return wrapped(in);
            return pseudonym(text(in));
        }
    }

    /** The payload of JsonConverter, when that is no object. */
    private String wrapped(JsonParser in) throws IOException, Unknown {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            boolean isPayload = in.currentName().equals(Shape.PAYLOAD);
            in.nextToken();
            if (isPayload) return pseudonym(text(in));
            in.skipChildren();
        }
        throw new Unknown();
    }

    /** Nothing, and what has parts, is nobody. */
    private static String text(JsonParser in) throws IOException, Unknown {
        if (in.currentToken() == null
                || !in.currentToken().isScalarValue()
                || in.currentToken() == JsonToken.VALUE_NULL) throw new Unknown();
        return known(in.getText());
    }

    private static String known(String text) throws Unknown {
        if (text.isEmpty()) throw new Unknown();
        return text;
    }
}
