package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ByteIndexTest {

    /** Few letters, so that words are alike in all but one place. */
    @Provide
    Arbitrary<List<String>> words() {
        var word = Arbitraries.strings().withChars('a', 'b').ofMaxLength(20);
        return word.list().uniqueElements().ofMaxSize(40);
    }

    @Property
    void finds_each_word_and_nothing_else(
            @ForAll("words") List<String> words, @ForAll("words") List<String> others, @ForAll boolean longer) {
        var index = new ByteIndex(words);
        Stream.concat(words.stream(), others.stream()).forEach(word -> {
            var text = (longer ? word + "ab" : word).getBytes(UTF_8);
            assertThat(index.find(text, word.length())).isEqualTo(words.indexOf(word));
        });
    }
}
