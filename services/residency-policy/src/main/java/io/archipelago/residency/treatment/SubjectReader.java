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
        try {
            var ofKey = column.name().equals(SubjectColumn.KEY) ? ofKey(key) : null;
            return rows(value, ofKey);
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

    private List<String> rows(byte[] value, @Nullable String ofKey) throws IOException, Unknown {
        Shape shape;
        try (var in = Treater.JSON.createParser(value)) {
            if (in.nextToken() != JsonToken.START_OBJECT) throw new Unknown();
            shape = Shape.of(in, declared);
        }
        var found = new ArrayList<String>();
        try (var in = Treater.JSON.createParser(value)) {
            in.nextToken();
            if (!shape.wrapped()) payload(in, shape, ofKey, found);
            else
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    boolean isPayload = in.currentName().equals(Shape.PAYLOAD);
                    if (in.nextToken() == JsonToken.START_OBJECT && isPayload) payload(in, shape, ofKey, found);
                    else in.skipChildren();
                }
        }
        return found;
    }

    private void payload(JsonParser in, Shape shape, @Nullable String ofKey, List<String> found)
            throws IOException, Unknown {
        if (!shape.envelope()) {
            found.add(row(in, ofKey));
            return;
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            boolean isRow = Shape.isRow(in.currentName());
            if (in.nextToken() == JsonToken.START_OBJECT && isRow) found.add(row(in, ofKey));
            else in.skipChildren();
        }
    }

    private String row(JsonParser in, @Nullable String ofKey) throws IOException, Unknown {
        @Nullable String subject = ofKey;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            boolean isSubject = in.currentName().equals(column.name());
            in.nextToken();
            if (isSubject) subject = pseudonym(text(in));
            else in.skipChildren();
        }
        if (subject == null) throw new Unknown();
        return subject;
    }

    /** Nothing, and what has parts, is nobody. */
    private static String text(JsonParser in) throws IOException, Unknown {
        if (in.currentToken() == null
                || !in.currentToken().isScalarValue()
                || in.currentToken() == JsonToken.VALUE_NULL) throw new Unknown();
        var text = in.getText();
        if (text.isEmpty()) throw new Unknown();
        return text;
    }
}
