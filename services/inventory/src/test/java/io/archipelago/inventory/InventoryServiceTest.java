package io.archipelago.inventory;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.envelope.Hlc;
import io.archipelago.events.resource.Declared;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.archipelago.testkit.TestIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The service in a region, with its broker and its database. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class InventoryServiceTest {

    /** For busy machines; nothing here takes a second. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String DATASETS = "inventory.datasets.v1";
    private static final String FROM_US = "us-east." + DATASETS;
    private static final String INTAKE = "inventory.declarations.v1";
    private static final String DEAD = "inventory.dead-letters.v1";
    private static final int TEN_MB = 10 * 1024 * 1024;

    Region region;

    @TestHTTPResource("/api/v1/declarations")
    URI declarations;

    private static String dataset(String name, String dataClass) {
        return """
                apiVersion: archipelago.io/v1
                kind: Dataset
                metadata: {name: %s}
                spec:
                  owner: shop
                  dataClass: %s
                  jurisdiction: EU-EEA
                """.formatted(name, dataClass);
    }

    private static ValidatableResponse declare(String body) {
        return given().contentType("application/yaml")
                .body(body.getBytes(UTF_8))
                .post("/api/v1/declarations")
                .then();
    }

    private static int revision(String name) {
        var response = given().get("/api/v1/datasets/" + name);
        return response.statusCode() == 200 ? response.jsonPath().getInt("metadata.revision") : 0;
    }

    /** The revisions of all datasets of that name. */
    private static List<Integer> steady() {
        var response = given().get("/api/v1/datasets");
        return response.statusCode() == 200
                ? response.jsonPath()
                        .getList("items.findAll { it.metadata.name.startsWith('steady-') }.metadata.revision")
                : List.of();
    }

    private static String dataClass(String name) {
        return given().get("/api/v1/datasets/" + name).jsonPath().getString("spec.dataClass");
    }

    /** What us-east would publish after its write number {@code write}. */
    private static Declared<ObjectNode> copy(String name, String dataClass, int write) {
        var spec = EventJson.MAPPER.createObjectNode();
        spec.put("owner", "shop").put("dataClass", dataClass).put("jurisdiction", "EU-EEA");
        var first = new Hlc(1_000, 0, "us-east");
        var last = new Hlc(1_000 + write, 0, "us-east");
        var stamps = new TreeMap<>(Map.of(
                "metadata.home", first, "spec.owner", first, "spec.jurisdiction", first, "spec.dataClass", last));
        return new Declared<>(
                name, "us-east", write, false, Map.of(), spec, stamps, null, Map.of("us-east", last), null);
    }

    @Test
    void a_declaration_is_stored_shown_published_and_deleted() {
        declare(dataset("shown", "public"))
                .statusCode(200)
                .body("results[0].kind", is("Dataset"))
                .body("results[0].name", is("shown"))
                .body("results[0].result", is("created"))
                .body("results[0].revision", is(1));
        declare(dataset("shown", "public")).body("results[0].result", is("unchanged"));

        given().get("/api/v1/datasets/shown")
                .then()
                .statusCode(200)
                .body("apiVersion", is("archipelago.io/v1"))
                .body("kind", is("Dataset"))
                .body("metadata.home", is("eu-central"))
                .body("spec.dataClass", is("public"))
                .body("status.changedIn", is("eu-central"))
                .body("status.changedBy.id", is("somebody"))
                .body("status.changedBy.issuer", is(TestIssuer.URL));
        given().get("/api/v1/datasets").then().statusCode(200).body("items.metadata.name", hasItem("shown"));

        var event = region.awaitEvent(DATASETS, "shown");
        assertThat(event.json().get("removed").asBoolean()).isFalse();
        assertThat(event.header(Header.TYPE)).isEqualTo("io.archipelago.inventory.datasets.v1");
        assertThat(event.header(Header.DATA_CLASS)).isEqualTo("internal");
        assertThat(event.header(Header.JURISDICTION)).isEqualTo("DE");
        assertThat(event.header(Header.OWNER)).isEqualTo("shop");
        assertThat(event.header(Header.ORIGIN)).isEmpty();
        assertThat(event.header(Header.HLC)).endsWith("-eu-central");

        given().delete("/api/v1/datasets/shown").then().statusCode(200).body("result", is("deleted"));
        given().get("/api/v1/datasets/shown")
                .then()
                .statusCode(404)
                .body("type", is("urn:archipelago:problem:not-found"));
        given().delete("/api/v1/datasets/shown").then().statusCode(404);
        region.awaitEvent(
                DATASETS,
                seen -> seen.key().equals("shown") && seen.json().get("removed").asBoolean());
    }

    @Test
    void a_dry_run_changes_nothing() {
        given().contentType("application/yaml")
                .queryParam("dryRun", true)
                .body(dataset("dry", "public").getBytes(UTF_8))
                .post("/api/v1/declarations")
                .then()
                .statusCode(200)
                .body("results[0].result", is("created"));
        given().get("/api/v1/datasets/dry").then().statusCode(404);
    }

    @Test
    void every_mistake_is_told_with_its_place_and_nothing_is_taken() {
        declare(dataset("half", "public") + "---\n" + dataset("wrong", "public").replace("owner: shop", "ownr: shop")
                        + "---\nkind: [\n---\n" + dataset("other", "public").replace("Dataset", "Datset"))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", is("urn:archipelago:problem:invalid"))
                .body("errors.document", is(List.of(1, 1, 2, 3)))
                .body("errors.path", is(List.of("spec.ownr", "spec.owner", "", "kind")))
                .body("errors[0].line", is(13))
                .body("errors[0].detail", is("unknown field 'ownr' — did you mean 'owner'?"))
                .body("errors[2].detail", containsString("not YAML"))
                .body("errors[3].detail", containsString("did you mean 'Dataset'?"));
        given().get("/api/v1/datasets/half").then().statusCode(404);
    }

    @Test
    void a_value_that_cannot_be_is_told_with_its_line() {
        declare("""
                        apiVersion: archipelago.io/v1
                        kind: Site
                        metadata: {name: nowhere}
                        spec:
                          region: us-east
                          cloudRegion: aws/us-east-1
                          capacity:
                            cpu: -4
                            memory: 8Gi
                        """)
                .statusCode(422)
                .body("errors.path", is(List.of("spec.region", "spec.capacity.cpu")))
                .body("errors.line", is(List.of(5, 8)))
                .body("errors[0].detail", containsString("send this one to us-east"));
    }

    @Test
    void what_is_no_declaration_is_refused_in_kind() {
        given().contentType("text/html")
                .body("<html>")
                .post("/api/v1/declarations")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
        declare("").statusCode(422);
        given().get("/api/v1/datsets")
                .then()
                .statusCode(404)
                .body("detail", containsString("did you mean 'datasets'?"));
        given().contentType("application/yaml")
                .body(new byte[] {'k', (byte) 0xff})
                .post("/api/v1/declarations")
                .then()
                .statusCode(422)
                .body("errors[0].detail", is("not UTF-8: byte 1 is 0xff"));
    }

    @Test
    void a_body_of_ten_megabytes_is_taken_and_a_larger_one_refused() throws Exception {
        var remarks = "# nothing to say here, but at length\n";
        var most = dataset("longwinded", "public") + remarks.repeat((TEN_MB - 1_000) / remarks.length());
        assertThat(post(most).statusCode()).isEqualTo(200);
        var refused = post(most + remarks.repeat(100));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(refused.body()).contains("urn:archipelago:problem:too-large");
    }

    /** Asks before it sends, as curl does with large bodies; RestAssured takes half a minute for ten megabytes. */
    private HttpResponse<String> post(String body) throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(declarations)
                    .expectContinue(true)
                    .header("Content-Type", "application/yaml")
                    .header("Authorization", "Bearer " + region.issuer().token("olga", "operator"))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void a_catalogue_of_the_real_cities_is_one_event() throws IOException {
        var cities = Files.readString(Path.of("../../infra/catalogue/data/cities.json"));
        given().contentType("application/json")
                .body(cities.getBytes(UTF_8))
                .post("/api/v1/declarations")
                .then()
                .statusCode(200);
        var event = region.awaitEvent("inventory.catalogues.v1", "cities");
        assertThat(event.json().at("/spec/cities").size()).isGreaterThan(1_000);
        given().delete("/api/v1/catalogues/cities").then().statusCode(200);
    }

    @Test
    void text_on_the_declarations_topic_is_declared_as_by_http() {
        region.publishRaw(INTAKE, "", dataset("by-kafka", "public").getBytes(UTF_8), Map.of());
        assertThat(region.awaitEvent(DATASETS, "by-kafka")
                        .json()
                        .at("/spec/dataClass")
                        .asText())
                .isEqualTo("public");
    }

    @Test
    void what_cannot_be_taken_from_the_topic_becomes_a_dead_letter_as_it_came() {
        var garbage = new byte[] {(byte) 0xfe, 0, (byte) 0xff, '{'};
        region.publishRaw(INTAKE, "garbage", garbage, Map.of());
        var wrong = (dataset("never", "public") + "---\n" + dataset("neither", "Public!")).getBytes(UTF_8);
        region.publishRaw(INTAKE, "wrong", wrong, Map.of());
        region.publishRaw(INTAKE, "right", dataset("after-the-dead", "public").getBytes(UTF_8), Map.of());

        var dead = region.awaitEvent(DEAD, "garbage");
        assertThat(dead.value()).isEqualTo(garbage);
        assertThat(dead.header(Header.DLQ_TOPIC)).isEqualTo(INTAKE);
        assertThat(dead.header(Header.DLQ_OFFSET)).isNotEmpty();
        assertThat(dead.header(Header.DLQ_REASON)).contains("not UTF-8: byte 0 is 0xfe");
        var second = region.awaitEvent(DEAD, "wrong");
        assertThat(second.value()).isEqualTo(wrong);
        assertThat(second.header(Header.DLQ_REASON)).contains("spec.dataClass");
        region.awaitEvent(DATASETS, "after-the-dead");
        assertThat(revision("never")).isZero();
    }

    @Test
    void a_peers_copy_is_taken_in_and_published_as_a_repetition() {
        region.publishMirrored("us-east", DATASETS, "abroad", copy("abroad", "public", 1));
        var event = region.awaitEvent(DATASETS, "abroad");
        assertThat(event.header(Header.ORIGIN)).isEqualTo("us-east");
        given().get("/api/v1/datasets/abroad").then().body("metadata.home", is("us-east"));
    }

    @Test
    void copies_may_come_twice_and_out_of_order() {
        region.publishMirrored("us-east", DATASETS, "late", copy("late", "sensitive", 3));
        region.publishMirrored("us-east", DATASETS, "late", copy("late", "public", 1));
        region.publishMirrored("us-east", DATASETS, "late", copy("late", "sensitive", 3));
        region.publishMirrored("us-east", DATASETS, "late", copy("late", "personal", 2));
        region.publishMirrored("us-east", DATASETS, "late-end", copy("late-end", "public", 1));
        region.awaitEvent(DATASETS, "late-end");
        assertThat(dataClass("late")).isEqualTo("sensitive");
        assertThat(revision("late")).isEqualTo(1);
        assertThat(region.events(DATASETS))
                .filteredOn(seen -> seen.key().equals("late"))
                .hasSize(1);
    }

    @Test
    void a_copy_of_a_newer_major_version_becomes_a_dead_letter_and_a_newer_field_survives() {
        var envelope = Region.envelope(DATASETS, "us-east", "newer");
        var newer = new Envelope(
                envelope.id(),
                "io.archipelago.inventory.datasets.v2",
                envelope.source(),
                "newer",
                envelope.time(),
                envelope.labels(),
                null,
                null);
        region.publishRaw(
                FROM_US,
                "newer",
                "{\"unheard\":\"of\"}".getBytes(UTF_8),
                EnvelopeCodec.encode(newer, "application/json"));
        var dead = region.awaitEvent(DEAD, "newer");
        assertThat(dead.value()).isEqualTo("{\"unheard\":\"of\"}".getBytes(UTF_8));

        var copy = copy("extended", "public", 1);
        copy.spec().putObject("retention").put("days", 30);
        region.publishMirrored("us-east", DATASETS, "extended", copy);
        assertThat(region.awaitEvent(DATASETS, "extended")
                        .json()
                        .at("/spec/retention/days")
                        .asInt())
                .isEqualTo(30);
        declare(dataset("extended", "personal")).statusCode(200);
    }

    @Test
    void a_copy_that_a_peer_must_not_send_becomes_a_dead_letter() {
        var site = EventJson.MAPPER.createObjectNode();
        site.put("region", "eu-central")
                .put("cloudRegion", "aws/eu-central-1")
                .putObject("capacity")
                .put("cpu", "4");
        var stamp = new Hlc(1_000, 0, "us-east");
        region.publishMirrored(
                "us-east",
                "inventory.sites.v1",
                "stolen",
                new Declared<>("stolen", "us-east", 1, false, Map.of(), site, Map.of("spec.region", stamp), null));
        assertThat(region.awaitEvent(DEAD, "stolen").header(Header.DLQ_REASON)).contains("which alone may write it");

        var far = new Hlc(System.currentTimeMillis() + 3_600_000, 0, "us-east");
        var copy = copy("from-the-future", "public", 1);
        region.publishMirrored(
                "us-east",
                DATASETS,
                "from-the-future",
                new Declared<>(
                        copy.name(), "us-east", 1, false, Map.of(), copy.spec(), Map.of("spec.owner", far), null));
        assertThat(region.awaitEvent(DEAD, "from-the-future").header(Header.DLQ_REASON))
                .contains("ahead of the clock here");
    }

    @Test
    void simultaneous_edits_are_joined_and_the_lost_one_is_in_the_ledger() {
        region.publishMirrored("us-east", DATASETS, "contested", copy("contested", "public", 1));
        await().atMost(PATIENCE).until(() -> revision("contested") == 1);
        declare(dataset("contested", "personal")).statusCode(200);
        region.publishMirrored("us-east", DATASETS, "contested", copy("contested", "sensitive", 2));
        await().atMost(PATIENCE).untilAsserted(() -> given().get("/api/v1/conflicts")
                .then()
                .statusCode(200)
                .body("items.findAll { it.name == 'contested' }.loss.lost", hasItem("sensitive")));
        assertThat(dataClass("contested")).isEqualTo("personal");
    }

    @Test
    void a_database_that_goes_away_in_the_middle_loses_nothing_and_doubles_nothing() {
        int count = 100;
        for (int i = 0; i < count; i++)
            region.publishRaw(INTAKE, "", dataset("steady-" + i, "public").getBytes(UTF_8), Map.of());
        await().atMost(PATIENCE).until(() -> revision("steady-0") == 1);
        region.database().stop();
        for (int i = count; i < count + 20; i++)
            region.publishRaw(INTAKE, "", dataset("steady-" + i, "public").getBytes(UTF_8), Map.of());
        region.database().start();

        // The service shows what it has decided, the database what is durable: one batch later.
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        region.database().query("select count(*) from inventory.documents where key like 'steady-%'"))
                .containsExactly(String.valueOf(count + 20)));
        assertThat(steady()).hasSize(count + 20).containsOnly(1);
    }

    @Test
    void a_change_is_published_with_its_author_and_a_reader_makes_none() {
        var yaml = dataset("authored", "public").getBytes(UTF_8);
        given().header("Authorization", "Bearer " + region.issuer().token("rita", "reader", "policy-owner"))
                .contentType("application/yaml")
                .body(yaml)
                .post("/api/v1/declarations")
                .then()
                .statusCode(403)
                .body("detail", containsString("operator"));

        given().header("Authorization", "Bearer " + region.issuer().token("olga", "operator"))
                .contentType("application/yaml")
                .body(yaml)
                .post("/api/v1/declarations")
                .then()
                .statusCode(200);

        var event = region.awaitEvent("inventory.datasets.v1", "authored");
        assertThat(new String(event.value(), UTF_8))
                .contains("\"id\":\"olga\",\"issuer\":\"" + TestIssuer.URL + "\"")
                .doesNotContain("rita");
    }
}
