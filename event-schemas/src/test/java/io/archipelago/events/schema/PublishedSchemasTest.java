package io.archipelago.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fails the build when a schema would break those who read the last published one. */
class PublishedSchemasTest {

    static final String HOW =
            "publish with: mvn -pl event-schemas test -Dtest=PublishedSchemasTest -Dschemas.publish=true";

    private static final SchemaFiles PUBLISHED = SchemaFiles.in(SchemaFiles.PUBLISHED);
    private static final SchemaFiles NOW = SchemaFiles.in(SchemaFiles.FOLDER);

    static Stream<String> events() {
        return PUBLISHED.events().stream();
    }

    @ParameterizedTest
    @MethodSource("events")
    void readers_of_the_published_schema_are_not_broken(String name) {
        assertThat(Compatibility.between(PUBLISHED, NOW, name))
                .as("additions only; anything else is a new topic with the next major version")
                .isEmpty();
    }

    @Test
    void every_event_has_been_published() {
        assertThat(PUBLISHED.byName().keySet()).as(HOW).containsAll(NOW.byName().keySet());
    }

    /** Run at a release, after the rule above has passed. */
    @Test
    @EnabledIfSystemProperty(named = "schemas.publish", matches = "true")
    void publish() throws IOException {
        for (var name : PUBLISHED.events()) readers_of_the_published_schema_are_not_broken(name);
        for (var file : SchemaFiles.list(SchemaFiles.FOLDER))
            Files.copy(file, SchemaFiles.PUBLISHED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        PublishedEvents.addToday();
    }
}
