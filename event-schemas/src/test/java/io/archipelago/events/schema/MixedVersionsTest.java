package io.archipelago.events.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.archipelago.events.EventJson;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Regions of two versions beside each other, event by event: what the last published version wrote is read by today's
 * records, and what today's write is what a reader of that version was told to expect. {@link Compatibility} compares the
 * rules; here are the events themselves.
 */
class MixedVersionsTest {

    /** Growth that a reader of before was told of: words, and sizes, that it does not know yet. */
    private static final Set<String> WIDENED =
            Set.of("enum", "minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength", "minItems", "maxItems");

    static Stream<Arguments> before() {
        return PublishedEvents.read().entrySet().stream()
                .flatMap(topic -> topic.getValue().stream().map(event -> arguments(topic.getKey(), event)));
    }

    static Stream<Arguments> today() {
        return PublishedEvents.ofToday().entrySet().stream()
                .flatMap(topic -> topic.getValue().stream().map(event -> arguments(topic.getKey(), event)));
    }

    @Test
    void every_published_event_is_among_those_of_before() {
        assertThat(PublishedEvents.read().keySet())
                .as(PublishedSchemasTest.HOW)
                .containsAll(EventRecords.BY_TOPIC.keySet());
    }

    @ParameterizedTest
    @MethodSource("before")
    void an_event_of_before_is_valid_today_and_read_whole(String topic, JsonNode event) throws IOException {
        assertThat(Judge.TODAY.faults(topic, event)).isEmpty();
        Judge.assertContains(throughItsRecord(topic, event), event, "");
    }

    @ParameterizedTest
    @MethodSource("today")
    void an_event_of_today_is_what_a_reader_of_before_expects(String topic, JsonNode event) throws IOException {
        assertThat(Judge.BEFORE.faults(topic, throughItsRecord(topic, event)))
                .filteredOn(fault -> !WIDENED.contains(fault.getKeyword()))
                .extracting(Error::toString)
                .isEmpty();
    }

    private static JsonNode throughItsRecord(String topic, JsonNode event) throws IOException {
        Object body = EventJson.MAPPER.readValue(event.toString(), EventRecords.type(topic));
        return EventJson.MAPPER.readTree(EventJson.MAPPER.writeValueAsString(body));
    }
}
