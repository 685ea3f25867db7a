package io.archipelago.kit.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Rejection.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeclarationReaderTest {

    private static final String WORKLOAD = """
            apiVersion: archipelago.io/v1
            kind: Workload
            metadata:
              name: web
            spec:
              owner: shop
              replicas: {min: 2, max: 8}
              resources:
                cpu: 500m
                memory: 512Mi
            """;

    private final DeclarationReader reader = new DeclarationReader(EnumSet.allOf(Kind.class), "here");

    private Declarations read(String text) {
        return reader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<FieldError> errors(String text) {
        return read(text).errors();
    }

    private static FieldError error(int document, String path, int line, String detail) {
        return new FieldError(document, path, line, detail);
    }

    @Test
    void reads_a_document_as_it_was_meant() {
        var read = read(WORKLOAD);
        assertThat(read.errors()).isEmpty();
        var resource = read.documents().getFirst().resource();
        assertThat(resource.metadata().name()).isEqualTo("web");
        assertThat(resource.spec().at("/replicas/max").asInt()).isEqualTo(8);
    }

    @Test
    void reads_yaml_and_json_alike() {
        var json = """
                {"apiVersion":"archipelago.io/v1","kind":"Workload","metadata":{"name":"web"},
                 "spec":{"owner":"shop","replicas":{"min":2,"max":8},"resources":{"cpu":"500m","memory":"512Mi"}}}
                """;
        var yaml = read(WORKLOAD).documents().getFirst().resource();
        assertThat(read(json).documents().getFirst().resource()).isEqualTo(yaml);
        assertThat(read(json + json.replace("web", "cart")).documents()).hasSize(2);
        assertThat(read("[" + json + "," + json.replace("web", "cart") + "]").documents())
                .hasSize(2);
        assertThat(read(json.replace(",", ",\t")).documents().getFirst().resource())
                .isEqualTo(yaml);
    }

    @Test
    void json_documents_may_stand_among_yaml_ones() {
        var json = """
                {"apiVersion":"archipelago.io/v1","kind":"Dataset","metadata":{"name":"d"},
                \t"spec":{"owner":"shop","dataClass":"public","jurisdiction":5}}
                """;
        assertThat(errors("---\n" + WORKLOAD + "---\n" + json + "---\n{apiVersion: 1}\n---\n{\"a\": ]"))
                .extracting(error -> error.document() + " " + error.path() + " " + error.line())
                .containsExactly(
                        "1 spec.jurisdiction 14",
                        "2 apiVersion 16",
                        "2 kind 16",
                        "2 metadata 16",
                        "2 spec 16",
                        "3  18");
    }

    @Test
    void takes_back_what_it_gave_out() {
        var shown = WORKLOAD.replace("  name: web", "  name: web\n  revision: 7\n  labels: {team: shop}")
                + "status: {conditions: []}\n";
        assertThat(read(shown).errors()).isEmpty();
    }

    @Test
    void says_which_field_was_meant() {
        assertThat(errors(WORKLOAD.replace("replicas:", "replcas:")))
                .contains(error(0, "spec.replcas", 7, "unknown field 'replcas' — did you mean 'replicas'?"))
                .contains(error(0, "spec.replicas", 6, "is required"));
    }

    @Test
    void finds_every_mistake_and_not_only_the_first() {
        var text = """
                apiVersion: v1
                kind: Workload
                metadata: {name: Web, naem: x}
                spec:
                  owner: 7
                  replicas: {min: two, max: 8}
                  resources: {cpu: lots, memory: -}
                  demand:
                    - {area: DE, requestsPerSecond: 5}
                    - {area: [FR], requestsPerSecond: many}
                ---
                kind: Sight
                """;
        assertThat(errors(text))
                .extracting(error -> error.document() + " " + error.path() + " " + error.line())
                .containsExactly(
                        "0 apiVersion 1",
                        "0 metadata.naem 3",
                        "0 metadata.name 3",
                        "0 spec.owner 5",
                        "0 spec.replicas.min 6",
                        "0 spec.resources.cpu 7",
                        "0 spec.resources.memory 7",
                        "0 spec.demand[1].area 10",
                        "0 spec.demand[1].requestsPerSecond 10",
                        "1 apiVersion 12",
                        "1 kind 12",
                        "1 metadata 12",
                        "1 spec 12");
    }

    @Test
    void names_the_kinds_there_are() {
        assertThat(errors(WORKLOAD.replace("Workload", "Worklod")).getFirst().detail())
                .contains("unknown kind 'Worklod'", "did you mean 'Workload'?", "Catalogue, Dataset, Demand");
    }

    @Test
    void says_where_a_foreign_kind_is_declared() {
        var inventory = new DeclarationReader(DeclarationReader.kindsOf("inventory"), "inventory");
        assertThat(inventory
                        .read(WORKLOAD.replace("Workload", "ResidencyPolicy"))
                        .errors()
                        .getFirst()
                        .detail())
                .isEqualTo("ResidencyPolicy is declared at residency-policy, not at inventory");
    }

    @Test
    void a_syntax_error_has_a_line_and_does_not_hide_the_other_documents() {
        var errors = errors("a: [1, 2\nb: }\n---\n" + WORKLOAD.replace("replicas", "replcas"));
        assertThat(errors.getFirst().line()).isEqualTo(2);
        assertThat(errors.getFirst().detail()).startsWith("not YAML: ");
        assertThat(errors).anySatisfy(error -> {
            assertThat(error.document()).isEqualTo(1);
            assertThat(error.path()).isEqualTo("spec.replcas");
            assertThat(error.line()).isEqualTo(10);
        });
        assertThat(errors("{\"a\": 1,\n \"b\": ]")).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(2);
            assertThat(error.detail()).startsWith("not JSON: ");
        });
    }

    @Test
    void norway_is_a_country() {
        var text = WORKLOAD + "  allow: {countries: [DE, NO]}\n";
        assertThat(read(text)
                        .documents()
                        .getFirst()
                        .resource()
                        .spec()
                        .at("/allow/countries/1")
                        .asText())
                .isEqualTo("NO");
    }

    @Test
    void a_key_written_twice_is_a_mistake() {
        assertThat(errors(WORKLOAD + "  owner: other\n"))
                .containsExactly(error(0, "spec.owner", 11, "is written twice, first in line 6"));
        assertThat(errors("{\"kind\":\"Site\",\n\"kind\":\"Site\"}"))
                .contains(error(0, "kind", 2, "is written twice, first in line 1"));
    }

    @Test
    void a_thing_declared_twice_is_a_mistake() {
        assertThat(errors(WORKLOAD + "---\n" + WORKLOAD))
                .containsExactly(error(
                        1, "metadata.name", 15, "Workload/web is declared twice in this text, first in document 0"));
    }

    @Test
    void quantities_are_read_strictly_and_cheaply() {
        assertThat(errors(WORKLOAD.replace("512Mi", "512MB")).getFirst())
                .isEqualTo(error(
                        0,
                        "spec.resources.memory",
                        10,
                        "'512MB' is not a number of bytes: write 512Mi, 2Gi, 5G or a plain number"));
        assertThat(errors(WORKLOAD.replace("512Mi", "1e999999999"))).hasSize(1);
        assertThat(errors(WORKLOAD.replace("max: 8", "max: 1e999999999"))).hasSize(1);
        assertThat(errors(WORKLOAD.replace("max: 8", "max: 2.5")).getFirst().detail())
                .isEqualTo("2.5 is not a whole number from -2147483648 to 2147483647");
    }

    @Test
    void an_empty_field_counts_as_left_out() {
        assertThat(errors(WORKLOAD + "  image:\n")).isEmpty();
        assertThat(errors(WORKLOAD.replace("owner: shop", "owner:")))
                .containsExactly(error(0, "spec.owner", 6, "is required, but nothing is written there"));
    }

    @Test
    void empty_documents_and_remarks_count_for_nothing() {
        var read = read("# a remark\n---\n\n---\n%YAML 1.2\n---\n" + WORKLOAD + "...\n---\n# the end\n");
        assertThat(read.errors()).isEmpty();
        assertThat(read.documents()).extracting(Declarations.Document::position).containsExactly(0);
        assertThat(errors("")).containsExactly(error(0, "", 1, "there is no declaration in it"));
        assertThat(errors("just words").getFirst().detail()).startsWith("expected apiVersion, kind, metadata and spec");
    }

    @Test
    void an_alias_bomb_is_refused() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++)
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        assertThat(errors(bomb.toString()))
                .anySatisfy(error -> assertThat(error.detail()).contains("aliases"));
        assertThat(errors("a: &a [*a]")).isNotEmpty();
        assertThat(errors("[".repeat(100_000))).isNotEmpty();
        assertThat(errors("a: " + "[".repeat(1000))).isNotEmpty();
    }

    @Test
    void an_anchor_may_be_used_to_say_a_thing_once() {
        var text = WORKLOAD.replace("cpu: 500m", "cpu: &much 500m").replace("512Mi", "512Mi\n    storage: *much");
        assertThat(errors(text)).singleElement().satisfies(e -> assertThat(e.path())
                .isEqualTo("spec.resources.storage"));
    }

    @Test
    void nothing_is_made_from_tags() {
        assertThat(errors(WORKLOAD.replace("owner: shop", "owner: !!javax.script.ScriptEngineManager [x]")))
                .isNotEmpty();
        assertThat(errors(WORKLOAD.replace("owner: shop", "owner: !own shop"))).isNotEmpty();
    }

    @Test
    void bytes_that_are_no_text_are_refused_with_their_place() {
        assertThat(reader.read(new byte[] {'a', ':', '\n', (byte) 0xc3, 0x28}).errors())
                .containsExactly(error(0, "", 2, "not UTF-8: byte 3 is 0xc3"));
        assertThat(errors("a: \u0007")).singleElement().satisfies(e -> assertThat(e.detail())
                .contains("U+0007"));
    }

    @Test
    void a_text_of_ten_megabytes_is_read_and_a_longer_one_refused() {
        var documents = IntStream.range(0, 5_000)
                .mapToObj(i -> WORKLOAD.replace("web", "web-" + i))
                .collect(Collectors.joining("---\n"));
        var remarks = "# and so on\n".repeat((DeclarationReader.MAX_BYTES - documents.length()) / 12);
        var read = read(documents + remarks);
        assertThat(read.errors()).isEmpty();
        assertThat(read.documents()).hasSize(5_000);
        assertThat(errors("x".repeat(DeclarationReader.MAX_BYTES + 1))
                        .getFirst()
                        .detail())
                .contains("10,485,761", "divide it");
    }

    @Test
    void a_line_that_would_take_the_parser_minutes_is_refused() {
        var endless = "\n# " + "padding ".repeat(1_000_000);
        assertThat(errors(WORKLOAD + endless)).singleElement().satisfies(error -> assertThat(error.line())
                .isEqualTo(12));
    }

    @Test
    void a_date_means_its_first_moment() {
        var text = """
                apiVersion: archipelago.io/v1
                kind: ResidencyPolicy
                metadata: {name: p}
                spec:
                  dataClasses: [personal]
                  subjects: ['*']
                  effectiveFrom: 2027-01-31
                  rules: []
                """;
        assertThat(read(text)
                        .documents()
                        .getFirst()
                        .resource()
                        .spec()
                        .get("effectiveFrom")
                        .asText())
                .isEqualTo("2027-01-31T00:00:00Z");
        assertThat(errors(text.replace("2027-01-31", "tomorrow"))).hasSize(1);
    }

    @Test
    void finds_the_line_of_a_field_afterwards() {
        var read = read(WORKLOAD + "  demand:\n    - area: DE\n      requestsPerSecond: 1\n");
        assertThat(read.text().line(0, "spec.demand[0].requestsPerSecond")).isEqualTo(13);
        assertThat(read.text().line(0, "spec.demand[0].nothing")).isEqualTo(12);
        assertThat(read.text().line(3, "spec")).isNull();
    }
}
