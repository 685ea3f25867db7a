package io.archipelago.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archipelago.cli.output.Cells;
import io.archipelago.cli.output.Table;
import io.archipelago.cli.resource.KindView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class ArchipelagoTest {

    private record Run(int code, String out, String err) {}

    private static Run run(String... args) {
        return captured(() -> Archipelago.run(args));
    }

    private static Run captured(IntSupplier command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var before = System.out;
        var beforeErr = System.err;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            return new Run(
                    command.getAsInt(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
            System.setErr(beforeErr);
        }
    }

    /** As methods they got one argument too many, that of --help. */
    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply", "check"})
    void the_verbs_of_topology_get_as_far_as_asking_for_a_cloud(String verb) {
        assertThat(run("topology", verb, "--region", "eu-central").err()).doesNotContain("argument type mismatch");
    }

    static Collection<String> verbs() {
        return Stream.of(Archipelago.class.getAnnotation(Command.class).subcommands())
                .map(verb -> verb.getAnnotation(Command.class).name())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void every_verb_has_help(String verb) {
        var run = run(verb, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: archipelago " + verb);
    }

    @Test
    void wrong_words_are_a_usage_error_and_say_what_is_possible() {
        assertThat(run("aply").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("aply").err()).contains("apply");
        assertThat(run("apply").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void kinds_are_found_by_title_plural_and_alias() {
        assertThat(KindView.named("Workload")).isSameAs(KindView.named("wl")).isSameAs(KindView.named("workloads"));
        assertThatThrownBy(() -> KindView.named("pods")).hasMessageContaining("placements");
    }

    @Test
    void tables_line_up_and_cells_hold_no_blanks() throws Exception {
        var out = new ByteArrayOutputStream();
        new Table(List.of("NAME", "N")).row("a-long-name", "1").row("b", "22").print(new PrintStream(out));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("NAME         N\na-long-name  1\nb            22\n");
        var json = JsonMapper.builder().build().readTree("{\"a\":[\"x\",\"y\"],\"usd\":0.01234,\"big\":12.3456}");
        assertThat(Cells.text(json.path("a"))).isEqualTo("x,y");
        assertThat(Cells.text(json.path("none"))).isEqualTo("<none>");
        assertThat(Cells.usd(json.path("usd"))).isEqualTo("$0.0123");
        assertThat(Cells.usd(json.path("big"))).isEqualTo("$12.35");
        assertThat(Cells.bytes(1536)).isEqualTo("1.5KiB");
    }
}
