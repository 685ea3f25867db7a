package io.archipelago.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.archipelago.events.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record writes nothing that its schema does not describe, and its schema requires nothing the record lacks. */
class RecordsTest {

    private static final SchemaFiles FILES = SchemaFiles.in(SchemaFiles.FOLDER);

    static Stream<String> topics() {
        return EventRecords.BY_TOPIC.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void a_record_and_its_schema_speak_of_the_same_fields(String topic) {
        var faults = new ArrayList<String>();
        compare(topic, EventRecords.type(topic), FILES.schema(topic), FILES.schema(topic), faults);
        assertThat(faults).isEmpty();
    }

    private static void compare(String path, JavaType type, JsonNode node, JsonNode document, List<String> faults) {
        var schema = FILES.resolve(node, document);
        var home = FILES.documentOf(node, document);
        if (type.isMapLikeType())
            compare(path + "/*", type.getContentType(), schema.path("additionalProperties"), home, faults);
        else if (type.isCollectionLikeType())
            compare(path + "[]", type.getContentType(), schema.path("items"), home, faults);
        else if (schema.has("properties")) {
            var fields = fields(type);
            for (var field : fields)
                if (schema.path("properties").has(field.getName()))
                    compare(
                            path + "/" + field.getName(),
                            field.getPrimaryType(),
                            schema.path("properties").path(field.getName()),
                            home,
                            faults);
                else faults.add(path + "/" + field.getName() + " is not in the schema");
            for (var required : schema.path("required"))
                if (fields.stream().noneMatch(field -> field.getName().equals(required.asText())))
                    faults.add(path + "/" + required.asText() + " is required, and the record never writes it");
        }
    }

    private static List<BeanPropertyDefinition> fields(JavaType type) {
        return EventJson.MAPPER.getSerializationConfig().introspect(type).findProperties();
    }
}
