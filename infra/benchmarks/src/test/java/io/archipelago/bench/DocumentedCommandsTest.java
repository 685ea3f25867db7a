package io.archipelago.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.actuator.Actuator;
import io.archipelago.cli.Archipelago;
import io.archipelago.images.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the pages tell people to type is what the programs read. Nothing is executed. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final CommandLine VERBS = Archipelago.line();
    /** Words of the script that start programs of their own. */
    private static final Map<String, CommandLine> PROGRAMS =
            Map.of("bench", Bench.line(), "actuate", Actuator.line(), "images", Images.line());

    /** Words of the script itself. */
    private static final Set<String> SCRIPT = Set.of("build", "test");

    /** Placeholders where a number or a time is read. */
    private static final Map<String, String> EXAMPLES = Map.of("COUNT", "1", "N", "1", "SECONDS", "1");

    static Stream<Documented> commands() throws IOException {
        var found = new ArrayList<Documented>();
        for (var folder : List.of("docs", "examples", "infra/catalogue"))
            try (var files = Files.walk(ROOT.resolve(folder))) {
                for (var file : files.filter(f -> f.toString().matches(".*\\.(md|ya?ml)")
                                && !f.toString().matches(".*/(catalogue/data|node_modules)/.*"))
                        .sorted()
                        .toList()) found.addAll(Documented.in(ROOT, file));
            }
        found.addAll(Documented.in(ROOT, ROOT.resolve("README.md")));
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void what_a_page_tells_to_type_is_understood(Documented command) {
        assertThat(command.meant()).isNotEmpty();
        for (var words : command.meant()) {
            if (SCRIPT.contains(words.getFirst()) || words.getFirst().equals("VERB")) continue;
            try {
                read(words);
            } catch (ParameterException e) {
                throw new AssertionError(
                        command + "\nis read as: " + String.join(" ", words) + "\n" + e.getMessage(), e);
            }
            for (var word : words)
                if (word.matches("(examples|infra|docs)/.*"))
                    assertThat(ROOT.resolve(word)).as(command.toString()).exists();
        }
    }

    @Test
    void every_verb_is_on_the_page_of_the_command_line() throws IOException {
        var told = Documented.in(ROOT, ROOT.resolve("docs/cli.md")).stream()
                .flatMap(command -> command.meant().stream())
                .filter(words ->
                        !SCRIPT.contains(words.getFirst()) && !words.getFirst().equals("VERB"))
                .map(DocumentedCommandsTest::read)
                .collect(Collectors.toSet());
        var verbs = new TreeSet<String>();
        verbs(VERBS, verbs);
        PROGRAMS.values().forEach(program -> verbs(program, verbs));
        assertThat(told).containsAll(verbs);
        assertThat(Files.readAllLines(ROOT.resolve("archipelago")))
                .containsAll(Stream.concat(SCRIPT.stream(), PROGRAMS.keySet().stream())
                        .map(word -> word + ")")
                        .toList());
    }

    /** Returns the verb's full name. */
    private static String read(List<String> words) {
        var program = PROGRAMS.get(words.getFirst());
        var line = program == null ? VERBS : program;
        var arguments = words.stream().skip(program == null ? 0 : 1).map(word -> EXAMPLES.getOrDefault(word, word));
        var parsed = line.parseArgs(arguments.toArray(String[]::new));
        while (parsed.hasSubcommand()) parsed = parsed.subcommand();
        return parsed.commandSpec().qualifiedName();
    }

    private static void verbs(CommandLine line, Set<String> into) {
        if (line.getSubcommands().isEmpty()) into.add(line.getCommandSpec().qualifiedName());
        line.getSubcommands().values().forEach(verb -> verbs(verb, into));
    }
}
