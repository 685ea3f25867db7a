package io.archipelago.residency.treatment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.residency.domain.Treatment;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a schema of JsonConverter say what its payload has become: dropped columns are gone, treated ones are text. */
final class SchemaTreater {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String FIELDS = "fields";
    private static final String FIELD = "field";
    private static final String OPTIONAL = "optional";

    private final Map<String, Treatment> treatments;

    SchemaTreater(Map<String, Treatment> treatments) {
        this.treatments = treatments;
    }

    /** False when it may hold values of its own. */
    boolean treat(JsonParser in, JsonGenerator out, Shape shape) throws IOException {
        JsonNode schema = MAPPER.readTree(in);
        if (!schema.isObject() && !schema.isNull()) return false;
        if (schema instanceof ObjectNode struct) {
            if (!treat(struct, shape.envelope())) return false;
            var keyText = text(struct, ColumnPlan.KEY);
            if (!struct.has(FIELDS) && keyText != null) schema = keyText;
        }
        MAPPER.writeTree(out, schema);
        return true;
    }

    private boolean treat(ObjectNode struct, boolean envelope) {
        if (struct.hasNonNull("default")) return false; // a whole row
        if (!(struct.get(FIELDS) instanceof ArrayNode fields)) return true;
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (!(fields.get(i) instanceof ObjectNode field)) return false;
            var name = field.path(FIELD).asText();
            if (envelope && Shape.isRow(name)) {
                if (!treat(field, false)) return false;
            } else if (treatments.get(name) == Treatment.DROP) fields.remove(i);
            else {
                var text = text(field, name);
                if (text != null) fields.set(i, text);
            }
        }
        return true;
    }

    /** The schema of a column that is text now; null when it is as it was. */
    private @Nullable ObjectNode text(ObjectNode field, String column) {
        if (!treatments.containsKey(column)) return null;
        var text = MAPPER.createObjectNode().put("type", "string");
        text.put(OPTIONAL, field.path(OPTIONAL).asBoolean());
        if (field.has(FIELD)) text.put(FIELD, column);
        return text;
    }
}
