package io.archipelago.residency;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.erasure.Erasure;
import io.archipelago.events.erasure.ErasureAttested;
import io.archipelago.events.erasure.ErasureFile;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.WorkloadSpec.DataUse;
import io.archipelago.events.ledger.LedgerFile;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.residency.audit.Replay;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.archipelago.testkit.SeenEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole service in a region: a story in chapters, since a law once declared stays. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ResidencyServiceTest {

    private static final Path LAW = Path.of("../../examples/law");
    private static final String CUSTOMERS = "shop.customers";

    Region region; // set by the resource

    @Inject
    CoreRuntime<ResidencyCore> runtime;

    @Inject
    Keyring keyring;

    @Inject
    KeyFile keyFile;

    @Inject
    RegionConfig config;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @BeforeAll
    static void patientOfYaml() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        RestAssured.config = RestAssured.config()
                .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs("application/yaml", ContentType.TEXT));
    }

    private static io.restassured.response.ValidatableResponse post(String path, String yaml) {
        return given().contentType("application/yaml")
                .body(yaml)
                .post("/api/v1/" + path)
                .then();
    }

    private static void declare(String file) throws Exception {
        post("declarations", Files.readString(LAW.resolve(file))).statusCode(200);
    }

    private void customers() {
        var spec = new DatasetSpec(
                "shop",
                "personal",
                "EU-EEA",
                new DatasetSpec.Source(CUSTOMERS),
                List.of("us-east", "ap-southeast"),
                null);
        region.publish(
                Kind.DATASET.topic(),
                "customers",
                new Declared<>("customers", "eu-central", 1, false, Map.of(), spec, null, null));
    }

    private void write(String key, String dataClass) {
        region.publishRaw(
                CUSTOMERS,
                key,
                "{}".getBytes(UTF_8),
                Map.of(Header.DATA_CLASS, dataClass.getBytes(UTF_8), Header.JURISDICTION, "EU-EEA".getBytes(UTF_8)));
    }

    private List<String> exported(String to) {
        return region.events("export." + to + "." + CUSTOMERS).stream()
                .map(SeenEvent::key)
                .toList();
    }

    private static io.restassured.path.json.JsonPath transfers() {
        return given().get("/api/v1/transfers").then().statusCode(200).extract().jsonPath();
    }

    @Test
    @Order(1)
    void is_ready_when_the_gate_knows_the_law() {
        await().untilAsserted(() -> given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'gate' }.data.reason", containsString("by the law of version")));
    }

    @Test
    @Order(2)
    void a_mistake_is_answered_with_its_place() {
        post("declarations", """
                        apiVersion: archipelago.io/v1
                        kind: ResidencyPolicy
                        metadata: {name: wrong}
                        spec:
                          dataClasses: [personal]
                          subjects: [EU-EEA]
                          rules:
                            - {id: a, effect: allow, actions: [share], jurisdictions: ['*'], source: none}
                        """)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.path", equalTo(List.of("spec.subjects[0]", "spec.rules[0].actions[0]")))
                .body("errors.line", equalTo(List.of(6, 8)));
    }

    @Test
    @Order(2)
    void an_operator_makes_no_law_and_may_ask_what_it_would_change() throws Exception {
        var law = Files.readString(LAW.resolve("gdpr.yaml"));
        var operator = given().header(
                        "Authorization", "Bearer " + region.issuer().token("olga", "operator"))
                .contentType("application/yaml")
                .body(law);
        operator.post("/api/v1/declarations").then().statusCode(403).body("detail", containsString("policy-owner"));
        given().header("Authorization", "Bearer " + region.issuer().token("olga", "operator"))
                .delete("/api/v1/policies/gdpr")
                .then()
                .statusCode(403);
        operator.post("/api/v1/rulings/preview").then().statusCode(anyOf(is(200), is(422)));
    }

    @Test
    @Order(3)
    void the_declared_law_rules_and_is_published() throws Exception {
        for (var file : List.of("00-operations.yaml", "10-groups.yaml", "gdpr.yaml", "public-open.yaml")) declare(file);
        customers();
        region.publish(
                Kind.WORKLOAD.topic(),
                "cart",
                new Declared<>(
                        "cart",
                        "eu-central",
                        1,
                        false,
                        Map.of(),
                        Lawgiver.workloadSpec(new DataUse("customers", "process")),
                        null,
                        null));
        await().untilAsserted(() -> given().get("/api/v1/rulings/workload/cart")
                .then()
                .statusCode(200)
                .body("verdicts.US.allowed", equalTo(true))
                .body("verdicts.US.rules", equalTo(List.of("gdpr#privacy-framework")))
                .body("verdicts.SG.allowed", equalTo(false)));
        region.awaitEvent("residency.rulings.v1", "workload/cart");
        given().get("/api/v1/rulings")
                .then()
                .body("items.subject", equalTo(List.of("dataset/customers", "workload/cart")));
        given().get("/api/v1/rulings/workload/nobody").then().statusCode(404);
        given().get("/api/v1/residencypolicies").then().body("items.metadata.name", hasItem("gdpr"));
    }

    @Test
    @Order(4)
    void a_policy_leaves_for_the_other_regions_through_the_gate() {
        var copy = region.awaitEvent("export.us-east.residency.policies.v1", "gdpr");
        assertThat(copy.header("ce_ruling")).isEqualTo("operations#everywhere");
        assertThat(copy.header("ce_gate")).isEqualTo("eu-central");
        assertThat(copy.header(Header.SOURCE)).isEqualTo("eu-central/residency-policy");
    }

    @Test
    @Order(5)
    void users_data_crosses_where_the_law_allows_and_is_accounted_for() {
        await().until(() -> region.events("export.us-east." + CUSTOMERS) != null);
        write("a", "personal");
        write("b", "nonsense");
        await().until(() -> exported("us-east").equals(List.of("a")));
        await().untilAsserted(() -> {
            var items = transfers();
            assertThat(items.getInt("items.find { it.flow == 'shop.customers' && it.to == 'us-east' }.crossed"))
                    .isEqualTo(1);
            assertThat(items.getMap("items.find { it.flow == 'shop.customers' && it.to == 'ap-southeast' }.keptHome"))
                    .isEqualTo(Map.of("denied gdpr#otherwise for the dataset", 2));
        });
        assertThat(exported("ap-southeast")).isEmpty();
        var report =
                region.awaitEvent("residency.transfers.v1", event -> event.key().equals("shop.customers|us-east"));
        assertThat(report.json().get("crossed").asInt()).isEqualTo(1);
        assertThat(report.json().get("total").asInt()).isEqualTo(1);
        assertThat(report.json().at("/keptHome/unknown class").asInt()).isEqualTo(1);
        assertThat(transfers().getInt("items.find { it.flow == 'shop.customers' && it.to == 'us-east' }.crossed"))
                .isEqualTo(1);
    }

    @Test
    @Order(6)
    void a_stricter_law_can_be_tried_before_it_is_declared() throws Exception {
        var strict = Files.readString(LAW.resolve("later/gdpr-strict.yaml"));
        post("rulings/preview", strict)
                .statusCode(200)
                .body("changed.subject", equalTo(List.of("dataset/customers", "workload/cart")))
                .body("changed[0].lost", equalTo(List.of("US")))
                .body("items.size()", equalTo(2));
        post("rulings/preview?at=tomorrow", strict).statusCode(400);
        post("rulings/preview", strict.replace("effect: deny", "effect: forbid"))
                .statusCode(422);
        given().get("/api/v1/rulings/workload/cart").then().body("verdicts.US.allowed", equalTo(true));
    }

    @Test
    @Order(7)
    void the_first_record_after_the_answer_to_a_stricter_law_stays_home() throws Exception {
        declare("later/gdpr-strict.yaml");
        write("c", "personal");
        await().untilAsserted(() -> assertThat(
                        transfers().getMap("items.find { it.flow == 'shop.customers' && it.to == 'us-east' }.keptHome"))
                .isEqualTo(Map.of("unknown class", 1, "denied gdpr-strict#no-us for the dataset", 1)));
        assertThat(exported("us-east")).containsExactly("a");
        given().get("/api/v1/rulings/workload/cart")
                .then()
                .body("verdicts.US.rules", equalTo(List.of("gdpr-strict#no-us")));
    }

    @Test
    @Order(8)
    void what_a_law_kept_home_crosses_when_it_is_withdrawn() {
        given().delete("/api/v1/residencypolicies/gdpr-strict").then().statusCode(200);
        await().until(() -> exported("us-east").equals(List.of("a", "c")));
    }

    @Test
    @Order(9)
    void the_ledger_can_be_taken_away_and_checked() {
        await().untilAsserted(() -> {
            var page = given().get("/api/v1/ledger/entries").jsonPath();
            assertThat(page.getList("lines", String.class)).anyMatch(line -> line.contains(CUSTOMERS));
        });
        var page = given().get("/api/v1/ledger/entries").jsonPath();
        var file = String.join("\n", page.getList("lines", String.class)) + "\n" + page.getString("seal") + "\n";
        var key = given().get("/api/v1/ledger/key").jsonPath().getString("key");
        var verdict = verified(file, key);
        assertThat(verdict.damage()).isNull();
        assertThat(verdict.entries()).isPositive();
        assertThat(verified(file.replace(CUSTOMERS, "shop.costumers"), key).sound())
                .isFalse();
        given().get("/api/v1/ledger/entries?from=0").then().statusCode(400);
        var entry = region.awaitEvent("residency.ledger.v1", "eu-central");
        assertThat(entry.json().get("number").asInt()).isEqualTo(1);
    }

    @Test
    @Order(9)
    void what_crossed_about_a_subject_is_answered_with_its_law_and_a_proof() {
        await().untilAsserted(() -> given().get("/api/v1/audit?subject=a")
                .then()
                .statusCode(200)
                .body("copies.flow", equalTo(List.of(CUSTOMERS)))
                .body("copies[0].decision.ruling", equalTo("gdpr#privacy-framework")));
        var key = given().get("/api/v1/ledger/key").jsonPath().getString("key");
        var ofSubject = Replay.of(given().get("/api/v1/audit?subject=a").body().asString(), Set.of(key));
        assertThat(ofSubject.faults()).isEmpty();
        assertThat(ofSubject.copies()).singleElement().satisfies(copy -> assertThat(copy.again())
                .isEqualTo("allowed by gdpr#privacy-framework"));
        var ofWorkload =
                Replay.of(given().get("/api/v1/audit?workload=cart").body().asString(), Set.of(key));
        assertThat(ofWorkload.faults()).isEmpty();
        assertThat(ofWorkload.entries()).isNotEmpty();
        assertThat(ofWorkload.copies()).isNotEmpty().allSatisfy(copy -> assertThat(copy.proof())
                .isNotNull());
        given().get("/api/v1/audit?workload=cart&records=1").then().body("copies.size()", equalTo(1));
        given().get("/api/v1/audit?workload=cart&records=0").then().statusCode(400);
        given().get("/api/v1/audit?workload=cart&since=2100-01-01T00:00:00Z")
                .then()
                .body("entries.size()", equalTo(0));
        given().get("/api/v1/audit?subject=a&at=2020-01-01T00:00:00Z").then().body("copies.size()", equalTo(0));
        given().get("/api/v1/audit?workload=nobody").then().statusCode(404);
        given().get("/api/v1/audit").then().statusCode(400);
    }

    @Test
    @Order(9)
    void a_draft_is_previewed_on_what_has_crossed() {
        var draft = """
                apiVersion: archipelago.io/v1
                kind: ResidencyPolicy
                metadata: {name: closed}
                spec:
                  dataClasses: [personal]
                  subjects: ["*"]
                  draft: true
                  rules:
                    - {id: us, effect: deny, actions: [send], jurisdictions: [US], source: a test}
                """;
        await().untilAsserted(() -> given().contentType("application/yaml")
                .body(draft)
                .post("/api/v1/policies/preview")
                .then()
                .statusCode(200)
                .body("ways.find { it.flow == 'shop.customers' && it.to == 'us-east' }.refused", greaterThan(0))
                .body("ways.find { it.flow == 'shop.customers' && it.to == 'us-east' }.crossesNow", equalTo(true))
                .body(
                        "ways.find { it.flow == 'shop.customers' && it.to == 'us-east' }.why",
                        containsString("closed#us"))
                .body("deadlines.policy", equalTo(List.of("closed"))));
        given().contentType("application/yaml")
                .body(draft)
                .post("/api/v1/policies/preview?since=2099-01-01T00:00:00Z")
                .then()
                .body("ways.size()", equalTo(0));
        given().contentType("application/yaml")
                .body(draft.replace("deny", "forbid"))
                .post("/api/v1/policies/preview")
                .then()
                .statusCode(422)
                .body("errors.path", equalTo(List.of("spec.rules[0].effect")));
        given().contentType("application/yaml")
                .body(draft)
                .post("/api/v1/policies/preview?since=yesterday")
                .then()
                .statusCode(400);
    }

    private static LedgerFile.Verdict verified(String file, String key) {
        try {
            return LedgerFile.verify(() -> new ByteArrayInputStream(file.getBytes(UTF_8)), 1, key);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(10)
    void what_another_region_sends_is_certified_here() {
        region.publishMirrored("us-east", "inventory.sites.v1", "stray", Map.of());
        await().untilAsserted(() -> given().get("/api/v1/certificates")
                .then()
                .body(
                        "items.find { it.flow == 'inventory.sites.v1' && it.source == 'us-east' }.verdict",
                        equalTo("BROKEN")));
    }

    @Test
    @Order(11)
    void counts_are_metrics() {
        given().get("/q/metrics")
                .then()
                .body(containsString("archipelago_gate_crossed_total{flow=\"shop.customers\",to=\"us-east\"}"))
                .body(containsString("archipelago_gate_kept_total{flow=\"shop.customers\",reason=\"unknown class\""));
    }

    @Test
    @Order(12)
    void canaries_are_planted_and_one_that_comes_back_from_elsewhere_is_an_alarm() {
        var planted =
                region.awaitEvent("residency.canaries.v1", event -> event.key().equals("eu-central/personal/DE"));
        assertThat(planted.header(Header.DATA_CLASS)).isEqualTo("personal");
        var mark = planted.json().get("canary").asText();
        region.publishRaw("us-east.residency.canaries.v1", "k", mark.getBytes(UTF_8), Map.of());
        var alarm = region.awaitEvent("residency.alarms.v1", event -> true);
        assertThat(alarm.json().get("reason").asText()).isEqualTo("MISPLACED");
        given().get("/api/v1/alarms").then().body("items.topic", hasItem("us-east.residency.canaries.v1"));
        given().get("/api/v1/canaries")
                .then()
                .body("items.find { it.source == 'us-east' && it.dataClass == 'personal' }.expected", greaterThan(0));
    }

    private static final String MEMBERS = "shop.members";

    private void dataset(String home, String name, String topic, String copies) {
        var spec = new DatasetSpec(
                "shop",
                "members",
                home.equals("us-east") ? "US" : "DE",
                new DatasetSpec.Source(topic),
                List.of(copies),
                null,
                null,
                null,
                Map.of("$key", "members", "person", "members", "email", "members.contact"),
                "person",
                List.of("email"));
        region.publish(Kind.DATASET.topic(), name, new Declared<>(name, home, 1, false, Map.of(), spec, null, null));
    }

    private static io.restassured.response.ValidatableResponse json(String path, Map<String, Object> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/" + path)
                .then();
    }

    private static io.restassured.response.ValidatableResponse decrypted(SeenEvent copy) {
        return json("decryptions", Map.of("dataset", "members", "record", copy.json()));
    }

    /** From a column in clear to a certificate; then a backup brings the key back. */
    @Test
    @Order(20)
    void a_person_is_erased_in_every_copy_and_regions_vouch_for_it() throws Exception {
        post("declarations", """
                        apiVersion: archipelago.io/v1
                        kind: ResidencyPolicy
                        metadata: {name: members}
                        spec:
                          dataClasses: [members]
                          subjects: ['*']
                          rules:
                            - {id: us, effect: allow, actions: [send], jurisdictions: [US], source: a test}
                        """).statusCode(200);
        dataset("eu-central", "members", MEMBERS, "us-east");
        var exported = "export.us-east." + MEMBERS;
        await().until(() -> region.topics().contains(exported));
        var labels = Map.of(Header.DATA_CLASS, "members".getBytes(UTF_8), Header.JURISDICTION, "DE".getBytes(UTF_8));
        var row = "{\"person\":\"mira-7\",\"email\":\"mira@example.org\"}";
        region.publishRaw(MEMBERS, "m-1", row.getBytes(UTF_8), labels);
        var copy = region.awaitEvent(exported, "m-1");
        assertThat(copy.json().get("email").asText()).startsWith("enc1.").doesNotContain("mira-7", "mira@");
        decrypted(copy).statusCode(200).body("email", equalTo("mira@example.org"));
        var kept = region.database().query("select subject || encode(wrapped, 'hex') from \"residency\".data_keys");
        assertThat(kept).singleElement().asString().doesNotContain("mira-7", "mira@");
        var wrapped = region.database().query("select encode(wrapped, 'hex') from \"residency\".data_keys");

        json("erasures", Map.of("dataset", "nobody", "subject", "mira-7")).statusCode(404);
        json("erasures", Map.of("dataset", "members")).statusCode(400);
        var id = json("erasures", Map.of("dataset", "members", "subject", "mira-7"))
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("id");
        decrypted(copy).statusCode(410);
        assertThat(region.database().query("select wrapped is null from \"residency\".data_keys"))
                .containsExactly("t");
        var tombstone = region.awaitEvent(exported, event -> event.value() == null);
        assertThat(tombstone.header("ce_erasure")).isEqualTo(id);
        var swept = region.awaitEvent(
                "export.us-east.residency.erasures.v1", event -> event.json().has("swept"));
        assertThat(new String(swept.value(), UTF_8)).doesNotContain("mira-7", "mira@");
        var erasure = EventJson.MAPPER.readValue(swept.value(), Erasure.class);
        assertThat(erasure.swept().regions()).containsExactly("us-east");
        assertThat(erasure.author().id()).isEqualTo("somebody");

        given().get("/api/v1/erasures/" + id + "/certificate")
                .then()
                .statusCode(409)
                .body("detail", containsString("not attested yet by us-east"));
        var word = new ErasureAttested(
                        erasure.order(),
                        "us-east",
                        erasure.swept().through().get("us-east"),
                        1,
                        1,
                        Instant.now(),
                        "",
                        null)
                .signedBy(LedgerKey.generate());
        region.publishMirrored("us-east", "residency.attestations.v1", id + "|us-east", word);
        await().untilAsserted(() ->
                given().get("/api/v1/erasures/" + id + "/certificate").then().statusCode(200));
        var lines = given().get("/api/v1/erasures/" + id + "/certificate")
                .jsonPath()
                .getList("lines", String.class);
        assertThat(ErasureFile.verify(lines, Set.of()).damage()).isNull();
        given().get("/api/v1/erasures").then().body("items.find { it.id == '" + id + "' }.state", equalTo("CERTIFIED"));

        try (var backup = region.database().connect();
                var statement = backup.createStatement()) {
            statement.execute("update \"residency\".data_keys set destroyed = null, wrapped = decode('"
                    + wrapped.getFirst() + "', 'hex')");
        }
        decrypted(copy).statusCode(200); // nobody has noticed
        var started = new ErasureService(runtime, keyring, keyFile, config, kafka);
        assertThatThrownBy(started::requireRecalled).hasMessageContaining("not known yet"); // what the gate asks first
        assertThatThrownBy(() -> started.key("members", erasure.order().subject()))
                .hasMessageContaining("not known yet");
        started.recall();
        started.requireRecalled();
        decrypted(copy).statusCode(410);
    }

    @Test
    @Order(21)
    void what_another_region_erases_is_attested_when_the_tombstones_are_here() throws Exception {
        dataset("us-east", "visitors", "shop.visitors", "eu-central");
        var copies = "us-east.shop.visitors";
        await().until(() -> region.topics().contains(copies));
        var person = "p".repeat(43);
        var order = new ErasureOrder(
                        "e-1", "us-east", "visitors", "US", "shop.visitors", person, Instant.now(), "", null)
                .signedBy(LedgerKey.generate());
        region.publishRaw(
                copies,
                "v-1",
                ("{\"email\":\"enc1." + person + ".AAAA\"}").getBytes(UTF_8),
                Map.of("ce_crossing", "0/1/0".getBytes(UTF_8)));
        var through = new TreeMap<String, SortedMap<Integer, Long>>();
        through.put("eu-central", new TreeMap<>(Map.of(0, 2L)));
        var swept = new Erasure.Swept(Instant.now(), 1, through, new TreeSet<>(Set.of("eu-central")));
        region.publishMirrored("us-east", "residency.erasures.v1", "e-1", new Erasure(order, null, swept));
        region.publishRaw(
                copies,
                "v-1",
                null,
                Map.of("ce_crossing", "0/2/1".getBytes(UTF_8), "ce_erasure", "e-1".getBytes(UTF_8)));
        var said = region.awaitEvent("residency.attestations.v1", "e-1|eu-central");
        var attested = EventJson.MAPPER.readValue(said.value(), ErasureAttested.class);
        assertThat(attested.tombstones()).isEqualTo(1);
        assertThat(attested.encrypted()).isEqualTo(1);
        assertThat(attested.isSignedBy(
                        given().get("/api/v1/ledger/key").jsonPath().getString("key")))
                .isTrue();
    }
}
