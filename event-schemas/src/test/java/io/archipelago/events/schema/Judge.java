package io.archipelago.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** Holds events against the schemas of a folder on the class path. */
final class Judge {
    private static final String ADDRESS = "https://archipelago.io/schemas/";

    static final Judge TODAY = new Judge("schemas/");
    static final Judge BEFORE = new Judge("schemas/published/");

    private final SchemaRegistry registry;

    private Judge(String folder) {
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaIdResolvers(ids -> ids.mapPrefix(ADDRESS, "classpath:" + folder)));
    }

    /** What speaks against an event of a topic. */
    List<Error> faults(String topic, JsonNode event) {
        return registry.getSchema(SchemaLocation.of(ADDRESS + topic + ".json"))
                .validate(event, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    /** Fails unless everything in {@code part} is in {@code whole}, numbers compared by value: a record may add defaults. */
    static void assertContains(JsonNode whole, JsonNode part, String path) {
        if (part.isObject())
            part.properties().forEach(field -> {
                assertThat(whole.has(field.getKey()))
                        .as(path + "/" + field.getKey())
                        .isTrue();
                assertContains(whole.get(field.getKey()), field.getValue(), path + "/" + field.getKey());
            });
        else if (part.isArray()) {
            assertThat(whole.size()).as(path).isEqualTo(part.size());
            for (int i = 0; i < part.size(); i++) assertContains(whole.get(i), part.get(i), path + "/" + i);
        } else if (part.isNumber()) assertThat(whole.decimalValue()).as(path).isEqualByComparingTo(part.decimalValue());
        else assertThat(whole).as(path).isEqualTo(part);
    }
}
