package io.archipelago.residency.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.residency.domain.Circumstances;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

    private static final Terms FIRST = terms("aaa");
    private static final Terms SECOND = terms("bbb");
    private static final Terms THIRD = new Terms(
            "ccc",
            List.of("personal:EU-EEA", "public:*"),
            new TreeMap<>(Map.of("us-east", "US", "ap", "SG")),
            Circumstances.of("DE", List.of("ads", "billing"), List.of("contract"), 100_000L),
            "0011223344556677");

    private static Terms terms(String code) {
        return new Terms(code, List.of(), new TreeMap<>(Map.of("us-east", "US")), Circumstances.UNKNOWN, "");
    }

    @Test
    void remembers_which_stretch_was_decided_on_which_terms() {
        var history = History.beginning(FIRST).adopt(SECOND, 10).adopt(THIRD, 25);
        assertThat(history.eras()).containsExactly(new History.Era(FIRST, 10), new History.Era(SECOND, 25));
        assertThat(history.current()).isEqualTo(THIRD);
    }

    @Test
    void a_stretch_without_records_is_none() {
        assertThat(History.beginning(FIRST).adopt(SECOND, 0)).isEqualTo(History.beginning(SECOND));
        assertThat(History.beginning(FIRST)
                        .adopt(SECOND, 5)
                        .adopt(THIRD, 5)
                        .adopt(FIRST, 5)
                        .eras())
                .containsExactly(new History.Era(FIRST, 5));
    }

    @Test
    void what_is_written_is_read() {
        var history = History.beginning(FIRST).adopt(SECOND, 10).adopt(THIRD, 25);
        assertThat(History.read(history.toString(), 30, FIRST)).isEqualTo(history);
        var settled = history.settledUpTo(12);
        assertThat(settled.eras()).containsExactly(new History.Era(THIRD, 12), new History.Era(SECOND, 25));
        assertThat(History.read(settled.toString(), 30, FIRST)).isEqualTo(settled);
        assertThat(history.settledUpTo(25)).isEqualTo(History.beginning(THIRD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "a;b", ";;", "x@y aaa;;us-east:US", "aaa;;us-east:US@12", "aaa;;us@9 aaa;;us"})
    void what_cannot_be_read_means_that_anything_may_have_been_kept(String metadata) {
        assertThat(History.read(metadata, 7, FIRST)).isEqualTo(new History(List.of(new History.Era(null, 7)), FIRST));
    }

    @Test
    void fits_into_the_metadata_of_an_offset_however_often_the_law_changes() {
        var history = History.beginning(FIRST);
        for (int i = 0; i < 500; i++) history = history.adopt(i % 2 == 0 ? THIRD : SECOND, 10L * i + 10);
        var text = history.toString();
        assertThat(text.length()).isLessThanOrEqualTo(4_096);
        var read = History.read(text, 6_000, FIRST);
        assertThat(read.eras().getFirst().terms()).isNull();
        assertThat(read.eras().getLast()).isEqualTo(history.eras().getLast());
        assertThat(read.current()).isEqualTo(history.current());
    }
}
