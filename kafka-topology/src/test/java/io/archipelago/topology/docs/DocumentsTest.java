package io.archipelago.topology.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.archipelago.topology.Topic;
import io.archipelago.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The committed documents say what the description says. Rewritten by {@code mvn test -Dgenerate=true}. */
class DocumentsTest {

    private static final Path DOCS = Path.of("../docs");
    private static final String TABLE_BEGINS = "<!-- written from kafka-topology; do not edit -->\n\n";
    private static final String TABLE_ENDS = "\n<!-- end of what is written -->";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private final Topology topology = Topology.load();
    private final JsonNode document = AsyncApi.of(topology, DocumentsTest::schema);

    @Test
    void the_asyncapi_document_is_up_to_date() throws IOException {
        assertCommitted(
                "asyncapi.yaml",
                "# Written from kafka-topology and event-schemas; do not edit.\n" + YAML.writeValueAsString(document));
    }

    @Test
    void the_page_of_topics_is_up_to_date() throws IOException {
        assertCommitted("topics.md", TopicTables.of(topology));
    }

    /** The page is written by hand around it. */
    @Test
    void the_table_of_permissions_is_up_to_date() throws IOException {
        var page = Files.readString(DOCS.resolve("security.md"));
        int from = page.indexOf(TABLE_BEGINS) + TABLE_BEGINS.length();
        int to = page.indexOf(TABLE_ENDS);
        assertThat(from).isBetween(TABLE_BEGINS.length(), to);
        assertCommitted("security.md", page.substring(0, from) + AccessTable.of(topology) + page.substring(to));
    }

    /** Text such as "1.0" must not come back as a number. */
    @Test
    void the_yaml_reads_back_as_the_same_document() throws IOException {
        var readBack = YAML.readTree(YAML.writeValueAsString(document));
        assertThat(readBack.toString().equals(document.toString())).isTrue();
    }

    /** The schema is that of npm's @asyncapi/specs 6.11.1 (Apache 2.0), packed. */
    @Test
    void it_is_an_asyncapi_document_by_the_schema_of_its_makers() throws IOException {
        var asyncApi = asyncApiSchema();
        assertThat(asyncApi.validate(document)).isEmpty();

        var wrong = document.deepCopy();
        ((ObjectNode) wrong.at("/operations/send.inventory.sites.v1")).put("action", "shout");
        assertThat(asyncApi.validate(wrong)).isNotEmpty();
    }

    private static Schema asyncApiSchema() throws IOException {
        try (var packed = DocumentsTest.class.getResourceAsStream("/asyncapi-3.1.0.schema.json.gz");
                var schema = new GZIPInputStream(Objects.requireNonNull(packed))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new ObjectMapper().readTree(schema));
        }
    }

    @Test
    void every_reference_points_to_something() {
        var dangling = new ArrayList<String>();
        collectDangling(document, document, dangling);
        assertThat(dangling).isEmpty();
    }

    @Test
    void every_topic_is_a_channel_with_one_operation_and_a_described_message() {
        var topics = topology.topics().stream()
                .filter(topic -> !topic.owner().equals("connect"))
                .toList();
        assertThat(document.path("channels")).hasSameSizeAs(topics);
        assertThat(document.path("operations")).hasSameSizeAs(topics);
        for (var topic : topics) {
            assertThat(document.path("channels")
                            .path(topic.name())
                            .path("address")
                            .asText())
                    .isEqualTo(topic.name());
            var message = document.path("components").path("messages").path(topic.name());
            assertThat(message.has("headers")).as(topic.name()).isTrue();
            assertThat(message.has("payload")).as(topic.name()).isEqualTo(topic.schema() != null);
        }
    }

    @Test
    void what_programs_may_send_is_what_archipelago_receives() {
        assertThat(document.path("operations").properties())
                .filteredOn(operation ->
                        operation.getValue().path("action").asText().equals("receive"))
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("receive.inventory.declarations.v1", "receive.residency.declarations.v1");
    }

    @Test
    void every_schema_a_topic_names_exists_and_is_of_that_topic() {
        assertThat(topology.topics().stream().filter(topic -> topic.schema() != null))
                .allSatisfy(topic -> {
                    assertThat(topic.schema()).isEqualTo(topic.name() + ".json");
                    assertThat(schema(topic.name()).path("title").asText()).isNotBlank();
                })
                .extracting(Topic::name)
                .hasSizeGreaterThan(15);
    }

    private static void collectDangling(JsonNode document, JsonNode node, List<String> dangling) {
        if (node.has("$ref")) {
            var ref = node.get("$ref").asText();
            if (!ref.startsWith("#/") || document.at(ref.substring(1)).isMissingNode()) dangling.add(ref);
        }
        node.forEach(child -> collectDangling(document, child, dangling));
    }

    private static JsonNode schema(String name) {
        try (var in = DocumentsTest.class.getResourceAsStream("/schemas/" + name + ".json")) {
            assertThat(in).as(name).isNotNull();
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertCommitted(String file, String written) throws IOException {
        var path = DOCS.resolve(file);
        if (Boolean.getBoolean("generate")) {
            Files.createDirectories(DOCS);
            Files.writeString(path, written);
        }
        assertThat(Files.readString(path))
                .as(path + "; write it anew with -Dgenerate=true")
                .isEqualTo(written);
    }
}
