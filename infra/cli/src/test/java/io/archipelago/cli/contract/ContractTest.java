package io.archipelago.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.archipelago.cli.Archipelago;
import io.archipelago.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
    private static final String TOPIC = "placement.placements.v1";
    private static final Path PUBLISHED = Path.of("../../event-schemas/src/main/resources/schemas/published");
    private static final Path EXAMPLE = Path.of("../../examples/integrate/contract.yaml");

    private static List<String> breaks(String yaml, Schemas schemas) throws IOException {
        return Contract.of(new YAMLMapper().readTree(yaml)).breaks(schemas);
    }

    private static List<String> breaks(String yaml) throws IOException {
        return breaks(yaml, new Schemas(null));
    }

    @Test
    void what_the_published_events_keep_is_kept() {
        assertThat(Archipelago.run("contract", "check", EXAMPLE.toString())).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            nobody: string;             nobody: there is no such field
            sites[].nobody: string;     sites[].nobody: there is no such field
            epoch: string;              epoch: may be integer, and string is read
            epoch: whole;               epoch: 'whole' is no JSON type
            perReplica.cpu: string?;    perReplica.cpu: may be number, and string is read
            perReplica.cpu: string|number; perReplica.cpu: may be absent
            """)
    void what_they_do_not_keep_is_told(String field, String told) throws IOException {
        assertThat(breaks("topic: " + TOPIC + "\nfields:\n  \"" + field.replaceFirst(":", "\":")))
                .anySatisfy(one -> assertThat(one).contains(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            epoch: integer
            epoch: number
            perReplica.cpu: string|number?
            waiting[].reason: string
            """)
    void what_they_keep_is_not(String field) throws IOException {
        assertThat(breaks("topic: " + TOPIC + "\nfields:\n  \"" + field.replaceFirst(":", "\":")))
                .isEmpty();
    }

    @Test
    void an_example_that_no_event_is_like_is_told() throws IOException {
        assertThat(breaks("""
                        topic: observability.regions.v1
                        fields: {region: string}
                        example: {regoin: eu-central, state: 3}
                        """))
                .anySatisfy(one -> assertThat(one).contains("region: the example does not have it"))
                .anySatisfy(one -> assertThat(one).contains("example.regoin: no event has it"));
    }

    @Test
    void a_topic_that_is_not_published_is_told() throws IOException {
        assertThat(breaks("topic: placement.placements.v9\nfields: {a: string}"))
                .containsExactly("placement.placements.v9: no such event is published");
        assertThat(breaks("topic: ../../secret\nfields: {a: string}")).hasSize(1);
    }

    /** The promise: within a major version events only grow, so no addition may break a contract. */
    @Test
    void an_added_field_breaks_nothing_and_a_removed_or_optional_one_does(@TempDir Path folder) throws IOException {
        var contract = Files.readString(EXAMPLE);
        var schema = schema(folder, "\"owner\": {", "\"colour\": {\"type\": \"string\"}, \"owner\": {");
        assertThat(breaks(contract, schema)).isEmpty();
        assertThat(breaks(contract, schema(folder, "\"replicas\": {", "\"copies\": {")))
                .contains(TOPIC + " sites[].replicas: there is no such field");
        assertThat(breaks(contract, schema(folder, "\"removed\",", "")))
                .anySatisfy(one -> assertThat(one).contains("removed: may be absent"));
    }

    @Test
    void a_break_ends_with_1(@TempDir Path folder) throws IOException {
        var file =
                Files.writeString(folder.resolve("contract.yaml"), "topic: " + TOPIC + "\nfields: {nobody: string}\n");
        assertThat(Archipelago.run("contract", "check", file.toString())).isEqualTo(ExitCode.ERROR);
        assertThat(Archipelago.run("contract", "check", EXAMPLE.toString(), "--schemas", PUBLISHED.toString()))
                .isZero();
    }

    /** The published schemas with one place changed; white space does not count. */
    private static Schemas schema(Path folder, String from, String to) throws IOException {
        Files.copy(PUBLISHED.resolve("types.json"), folder.resolve("types.json"), StandardCopyOption.REPLACE_EXISTING);
        var text = Files.readAllLines(PUBLISHED.resolve(TOPIC + ".json")).stream()
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replace(" :", ":");
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(TOPIC + ".json"), text.replace(from, to));
        return new Schemas(folder);
    }
}
