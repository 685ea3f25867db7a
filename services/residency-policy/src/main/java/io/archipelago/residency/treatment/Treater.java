package io.archipelago.residency.treatment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.archipelago.residency.domain.Treatment;
import io.archipelago.residency.keyring.DataKey;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.treatment.Answer.Refused;
import io.archipelago.residency.treatment.Answer.Treated;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Treats the columns of one record after the other by one plan. A value is a JSON object: a row, or a row before and
 * after a change in Debezium's envelope, each with or without a schema beside it. A key is such a row, or text that is one
 * column itself. Whatever is neither named in the plan nor known to say nothing of a row keeps the record home, and so does
 * what cannot be read. But for what is encrypted, the same record always becomes the same copy. Not thread-safe.
 */
public final class Treater {

    /** What stands for a masked value, whatever it was. */
    static final String MASKED = "****";

    static final JsonFactory JSON = JsonFactory.builder()
            .enable(
                    StreamReadFeature
                            .STRICT_DUPLICATE_DETECTION) // a name that is there twice could be read in two ways
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // names come from the records
            .build();

    private final ColumnPlan plan;
    private final Map<String, Pseudonyms> pseudonyms = new TreeMap<>();
    private final SchemaTreater schemas;
    private final Keyring keyring;
    private final @Nullable SubjectReader subjects;

    /** The keys of the rows that come, in their order. */
    private Iterator<DataKey> keys = Collections.emptyIterator();

    private @Nullable DataKey rowKey;

    public Treater(ColumnPlan plan, PseudonymKey key, Keyring keyring) {
        this.plan = plan;
        this.keyring = keyring;
        var subject = plan.subject();
        this.subjects = subject == null || !plan.encrypts()
                ? null
                : new SubjectReader(subject, plan.classes().keySet(), key);
        this.schemas = new SchemaTreater(plan.treatments());
        plan.treatments().forEach((column, how) -> {
            if (how == Treatment.PSEUDONYMISE)
                pseudonyms.put(column, key.of(plan.owner(), plan.classes().getOrDefault(column, "")));
        });
    }

    public ColumnPlan plan() {
        return plan;
    }

    /** What must stay is found out while it is written. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final Refused answer;

        Refusal(Refused answer) {
            super(answer.reason(), null, false, false);
            this.answer = answer;
        }
    }

    /** @param value null for a tombstone, which has no columns */
    public Answer treat(byte @Nullable [] key, byte @Nullable [] value) {
        try {
            var shape = value == null ? null : shape(value);
            if (plan.encrypts()) keys = keys(key, shape).iterator();
            rowKey = null;
            return new Treated(
                    key == null ? null : key(key), value == null || shape == null ? null : object(value, shape, false));
        } catch (Refusal refusal) {
            return refusal.answer;
        } catch (IOException unreadable) {
            return Refused.UNREADABLE;
        }
    }

    private Shape shape(byte[] json) throws IOException, Refusal {
        try (var in = JSON.createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) throw new Refusal(Refused.UNREADABLE);
            var shape = subjects == null ? Shape.of(in, plan.classes().keySet(), null) : subjects.shape(in);
            if (in.nextToken() != null) throw new Refusal(Refused.UNREADABLE); // something comes after it
            return shape;
        }
    }

    private List<DataKey> keys(byte @Nullable [] key, @Nullable Shape value) throws Refusal {
        var persons = subjects == null ? null : value == null ? List.<String>of() : subjects.read(key, value);
        if (subjects == null || persons == null) throw new Refusal(Refused.UNKNOWN_SUBJECT);
        var found = new ArrayList<DataKey>();
        for (var person : persons) {
            var data = keyring.key(subjects.column(), person);
            if (data == null) throw new Refusal(Refused.SUBJECT_ERASED);
            found.add(data);
        }
        return found;
    }

    private byte[] key(byte[] key) throws IOException, Refusal {
        if (isObject(key)) return object(key, shape(key), true);
        if (treatmentOfKey(ColumnPlan.KEY) == null) return key;
        var known = pseudonyms(ColumnPlan.KEY);
        return isQuoted(key) ? ('"' + known.of(string(key)) + '"').getBytes(UTF_8) : known.of(key);
    }

    private static boolean isObject(byte[] text) {
        for (byte character : text) if (character > ' ') return character == '{';
        return false;
    }

    private static boolean isQuoted(byte[] text) {
        return text.length > 0 && text[0] == '"';
    }

    private static String string(byte[] json) throws IOException, Refusal {
        try (var in = JSON.createParser(json)) {
            if (in.nextToken() != JsonToken.VALUE_STRING) throw new Refusal(Refused.UNREADABLE);
            var text = in.getText();
            if (in.nextToken() != null) throw new Refusal(Refused.UNREADABLE);
            return text;
        }
    }

    private byte[] object(byte[] json, Shape shape, boolean isKey) throws IOException, Refusal {
        var bytes = new ByteArrayOutputStream(json.length + json.length / 2);
        try (var in = JSON.createParser(json);
                var out = JSON.createGenerator(bytes)) {
            in.nextToken();
            if (shape.wrapped()) wrapped(in, out, shape, isKey);
            else payload(in, out, shape, isKey);
        }
        return bytes.toByteArray();
    }

    private void wrapped(JsonParser in, JsonGenerator out, Shape shape, boolean isKey) throws IOException, Refusal {
        out.writeStartObject();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            out.writeFieldName(in.currentName());
            boolean isSchema = in.currentName().equals(Shape.SCHEMA);
            in.nextToken();
            if (isSchema) {
                if (!schemas.treat(in, out, shape)) throw new Refusal(Refused.UNREADABLE);
            } else if (in.currentToken() == JsonToken.VALUE_NULL) out.writeNull();
            else payload(in, out, shape, isKey);
        }
        out.writeEndObject();
    }

    private void payload(JsonParser in, JsonGenerator out, Shape shape, boolean isKey) throws IOException, Refusal {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            if (shape.envelope() && !isKey) envelope(in, out);
            else row(in, out, isKey);
        } else if (isKey && in.currentToken().isScalarValue()) {
            write(ColumnPlan.KEY, treatmentOfKey(ColumnPlan.KEY), in, out);
        } else throw new Refusal(Refused.UNREADABLE);
    }

    private void envelope(JsonParser in, JsonGenerator out) throws IOException, Refusal {
        out.writeStartObject();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var field = in.currentName();
            var token = in.nextToken();
            if (plan.isDeclared(field)) {
                column(field, in, out);
                continue;
            }
            out.writeFieldName(field);
            if (token == JsonToken.VALUE_NULL) out.writeNull();
            else if (Shape.isRow(field) && token == JsonToken.START_OBJECT) row(in, out, false);
            else if (Shape.isAbout(field)) about(field, in, out);
            else throw new Refusal(Refused.UNDECLARED);
        }
        out.writeEndObject();
    }

    /** What Debezium says of a change besides the row. */
    private static void about(String field, JsonParser in, JsonGenerator out) throws IOException, Refusal {
        if (in.currentToken().isScalarValue()) {
            JsonCopy.copy(in, out);
            return;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) throw new Refusal(Refused.UNDECLARED);
        out.writeStartObject();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var part = in.currentName();
            var token = in.nextToken();
            boolean harmless = token == JsonToken.VALUE_NULL || token.isScalarValue() && Shape.isAbout(field, part);
            if (!harmless) throw new Refusal(Refused.UNDECLARED); // such as the statement that made the change
            out.writeFieldName(part);
            JsonCopy.copy(in, out);
        }
        out.writeEndObject();
    }

    private void row(JsonParser in, JsonGenerator out, boolean isKey) throws IOException, Refusal {
        out.writeStartObject();
        if (!isKey) rowKey = keys.hasNext() ? keys.next() : null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var column = in.currentName();
            in.nextToken();
            if (isKey) treatmentOfKey(column); // or it stays
            column(column, in, out);
        }
        out.writeEndObject();
    }

    private void column(String name, JsonParser in, JsonGenerator out) throws IOException, Refusal {
        if (!plan.isDeclared(name)) throw new Refusal(Refused.UNDECLARED);
        var how = plan.treatment(name);
        if (how != Treatment.DROP) out.writeFieldName(name);
        write(name, how, in, out);
    }

    private void write(String column, @Nullable Treatment how, JsonParser in, JsonGenerator out)
            throws IOException, Refusal {
        switch (how) {
            case null -> JsonCopy.copy(in, out);
            case DROP -> in.skipChildren();
            case MASK -> {
                in.skipChildren();
                out.writeString(MASKED);
            }
            case ENCRYPT -> {
                if (in.currentToken() == JsonToken.VALUE_NULL) out.writeNull();
                else if (rowKey == null) throw new Refusal(Refused.UNKNOWN_SUBJECT);
                else out.writeString(rowKey.encrypt(column, JsonCopy.json(in, JSON)));
            }
            case PSEUDONYMISE -> {
                if (in.currentToken() == JsonToken.VALUE_NULL) out.writeNull(); // nobody is no secret
                else out.writeString(pseudonyms(column).of(JsonCopy.text(in, JSON)));
            }
        }
    }

    /** Without its columns, or with equal ones, the keys of many would become one; encrypted, each time another. */
    private @Nullable Treatment treatmentOfKey(String column) throws Refusal {
        if (!plan.isDeclared(column)) throw new Refusal(Refused.UNDECLARED);
        var how = plan.treatment(column);
        if (how != null && how != Treatment.PSEUDONYMISE) throw new Refusal(Refused.KEY_LOST);
        return how;
    }

    private Pseudonyms pseudonyms(String column) {
        var known = pseudonyms.get(column);
        if (known == null) throw new IllegalStateException("nothing says that " + column + " is pseudonymised");
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Treater treater && plan.equals(treater.plan);
    }

    @Override
    public int hashCode() {
        return plan.hashCode();
    }

    @Override
    public String toString() {
        return plan.toString();
    }
}
