package io.archipelago.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.archipelago.events.resource.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schemas that editors check declarations with. Rewritten by {@code mvn test -Dgenerate=true}. */
class ResourceSchemaTest {

    private static final SchemaFiles FILES = SchemaFiles.in(SchemaFiles.FOLDER);
    private static final Path FOLDER = SchemaFiles.FOLDER.resolve("resources");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void is_derived_from_the_schema_of_the_event(Kind kind) throws IOException {
        var file = FOLDER.resolve(ResourceSchema.fileName(kind));
        var derived = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(ResourceSchema.of(FILES, kind)) + "\n";
        if (Boolean.getBoolean("generate")) Files.writeString(file, derived);
        assertThat(Files.readString(file)).isEqualTo(derived);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void takes_what_the_events_carry_and_marks_a_misspelt_field(Kind kind) {
        for (var file : SchemaFiles.list(SchemaFiles.EXAMPLES.resolve(kind.topic()))) {
            if (!SchemaFiles.name(file).startsWith("valid-")) continue;
            var resource = resource(kind, SchemaFiles.read(file));
            assertThat(faults(kind, resource)).isEmpty();
            ((ObjectNode) resource.get("spec")).put("regoin", "eu-central");
            assertThat(faults(kind, resource)).extracting(Error::getKeyword).containsExactly("additionalProperties");
        }
    }

    private static ObjectNode resource(Kind kind, JsonNode event) {
        var resource = JSON.createObjectNode();
        resource.put("apiVersion", "archipelago.io/v1").put("kind", kind.title());
        resource.putObject("metadata").put("name", event.path("name").asText()).set("labels", event.path("labels"));
        resource.set("spec", event.path("spec"));
        return resource;
    }

    private static List<Error> faults(Kind kind, JsonNode resource) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaFiles.read(FOLDER.resolve(ResourceSchema.fileName(kind))))
                .validate(resource);
    }
}
