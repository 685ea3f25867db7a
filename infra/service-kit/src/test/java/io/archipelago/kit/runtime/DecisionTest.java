package io.archipelago.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Passing;
import io.archipelago.kit.store.Document;
import org.junit.jupiter.api.Test;

class DecisionTest {

    record Fact(String text) {}

    record Glimpse(String text) implements Passing {}

    private final Decision decision = new Decision();

    @Test
    void a_passing_body_is_never_stored() throws JsonProcessingException {
        decision.changed(new Change.Put("glimpse", "a", new Glimpse("soon forgotten")));
        assertThat(decision.writes().isEmpty()).isTrue();
    }

    @Test
    void of_a_document_that_changed_twice_the_last_is_stored() throws JsonProcessingException {
        decision.changed(new Change.Put("fact", "a", new Fact("first")));
        decision.changed(new Change.Put("fact", "a", new Fact("last")));
        assertThat(decision.writes().documents()).extracting(Document::body).containsExactly("{\"text\":\"last\"}");
    }

    @Test
    void a_document_that_came_and_went_is_removed() throws JsonProcessingException {
        decision.changed(new Change.Put("fact", "a", new Fact("first")));
        decision.changed(new Change.Remove("fact", "a"));
        assertThat(decision.writes().documents()).isEmpty();
        assertThat(decision.writes().removed()).hasSize(1);
    }
}
