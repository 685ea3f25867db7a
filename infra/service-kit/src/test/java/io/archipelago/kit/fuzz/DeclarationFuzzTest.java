package io.archipelago.kit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.declaration.DeclarationReader;
import java.util.Set;

/** Anything may be sent as a declaration: it is read, or every mistake has a place and a sentence. */
class DeclarationFuzzTest {

    private static final DeclarationReader READER = new DeclarationReader(Set.of(Kind.values()), "a test");

    @FuzzTest(maxDuration = "2m")
    void declarations_are_read_or_refused_with_reasons(byte[] text) {
        if (text == null) return;
        var read = READER.read(text);
        assertThat(read.documents().isEmpty() && read.errors().isEmpty()).isFalse();
        assertThat(read.errors()).allSatisfy(error -> assertThat(error.detail()).isNotBlank());
    }
}
