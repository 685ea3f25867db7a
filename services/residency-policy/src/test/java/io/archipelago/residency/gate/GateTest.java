package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static io.archipelago.residency.gate.Border.text;
import static io.archipelago.residency.gate.Border.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.envelope.Header;
import io.archipelago.events.resource.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The gate before a real broker. Tests keep apart by topic and key. */
class GateTest extends BorderTest {

    private static final String SITES = "inventory.sites.v1";
    private static final String REQUESTS = "placement.requests.v1";
    private static final Map<String, byte[]> INTERNAL = labels("internal", "DE");
    private static final Map<String, byte[]> PERSONAL = labels("personal", "EU-EEA");

    private static final String GROUPS = """
            apiVersion: archipelago.io/v1
            kind: JurisdictionGroup
            metadata: {name: eu-eea}
            spec: {members: [DE, FR, IE, NO], source: test}
            ---
            """;
    private static final String OPERATIONS = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: operations}
            spec:
              dataClasses: [internal, public]
              subjects: ['*']
              rules: [{id: everywhere, effect: allow, actions: [store, process, send], jurisdictions: ['*'], source: test}]
            ---
            """;
    private static final String GDPR = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: gdpr}
            spec:
              dataClasses: [personal]
              subjects: [EU-EEA]
              rules: [{id: adequate, effect: allow, actions: [send], jurisdictions: [EU-EEA, US], source: test}]
            ---
            """;
    private static final String STRICT = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: strict}
            spec:
              dataClasses: [personal]
              subjects: [EU-EEA]
              rules: [{id: no-us, effect: deny, actions: [send], jurisdictions: [US], source: test}]
            """;

    private Gate opened() {
        var gate = border.open();
        awaitOpen(gate);
        return gate;
    }

    private static void awaitOpen(Gate gate) {
        await().untilAsserted(() -> assertThat(gate.status()).matches(Status::open));
    }

    private String key(String name) {
        return topic + "-" + name;
    }

    /** Of this test, on a topic all tests share. */
    private List<String> mine(String destination, String shared) {
        return border.exportedKeys(destination, shared).stream()
                .filter(key -> key.startsWith(topic + "-"))
                .toList();
    }

    @Test
    void nothing_leaves_before_anyone_declared_a_law() {
        opened();
        border.write(SITES, key("a"), "{}", INTERNAL);
        await().until(() -> !border.counted(SITES, "us-east").keptHome().isEmpty());
        assertThat(border.counted(SITES, "us-east").keptHome()).containsOnlyKeys("unknown class");
        assertThat(mine("us-east", SITES)).isEmpty();
    }

    @Test
    void what_the_law_allows_crosses_unchanged_and_says_by_which_rule() {
        border.law.declare(GROUPS + OPERATIONS);
        opened();
        border.write(SITES, key("a"), "{\"site\":1}", with(INTERNAL, "extra", "kept as it is"));
        await().until(() -> mine("us-east", SITES).size() == 1
                && mine("ap-southeast", SITES).size() == 1);
        ConsumerRecord<byte[], byte[]> copy = border.exported("us-east", SITES).stream()
                .filter(kafka -> text(kafka.key()).equals(key("a")))
                .findFirst()
                .orElseThrow();
        assertThat(text(copy.value())).isEqualTo("{\"site\":1}");
        assertThat(copy.timestamp()).isEqualTo(1_700_000_000_000L);
        var headers = new ArrayList<String>();
        copy.headers().forEach(header -> headers.add(header.key() + "=" + text(header.value())));
        assertThat(headers.removeLast()).matches("ce_crossing=0/[0-9]+/[0-9]+");
        assertThat(headers)
                .containsExactly(
                        "ce_id=1",
                        "ce_dataclassification=internal",
                        "ce_jurisdiction=DE",
                        "extra=kept as it is",
                        "ce_ruling=operations#everywhere",
                        "ce_gate=eu-central");
        assertThat(border.counted(SITES, "us-east").crossed()).isPositive();
    }

    @Test
    void a_backlog_of_many_polls_shares_transactions_and_each_record_crosses_and_counts_once() {
        var keys = IntStream.range(0, 300).mapToObj(n -> "k" + n).toList();
        border.law.declare(GROUPS + OPERATIONS);
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        border.close(opened()); // it has made the topics
        for (var key : keys) border.write(topic, key, "{}", labels("public", "DE"));
        border.maxPollRecords = 1;
        opened();
        await().until(() -> border.counted(topic, "us-east").crossed() >= keys.size());
        assertThat(border.exportedKeys("us-east", topic)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(border.counted(topic, "us-east").crossed()).isEqualTo(keys.size());
        assertThat(border.transactions("us-east", topic)).isPositive().isLessThan(keys.size());
    }

    @Test
    void a_record_without_readable_labels_stays_home_and_is_counted() {
        border.law.declare(GROUPS + OPERATIONS + GDPR);
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        opened();
        border.write(topic, "no-labels", "{}", Map.of());
        border.write(topic, "no-class", "{}", Map.of(Header.JURISDICTION, "DE".getBytes(UTF_8)));
        border.write(topic, "empty", "{}", labels("", "DE"));
        var garbage = new HashMap<>(labels("public", "DE"));
        garbage.put(Header.DATA_CLASS, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        border.write(topic, "garbage", "{}", garbage);
        border.write(topic, "unknown-class", "{}", labels("secret", "DE"));
        border.write(topic, "unknown-place", "{}", labels("public", "XX"));
        border.write(topic, "no-code", "{}", labels("public", "ATLANTIS"));
        border.write(topic, "fine", "{}", labels("public", "DE"));
        await().until(() -> !border.exportedKeys("us-east", topic).isEmpty());
        assertThat(border.exportedKeys("us-east", topic)).containsExactly("fine");
        assertThat(border.counted(topic, "us-east").keptHome())
                .isEqualTo(Map.of(
                        "unlabelled", 3L, "unreadable label", 1L, "unknown class", 1L, "unknown jurisdiction", 2L));
    }

    @Test
    void a_label_that_is_there_twice_is_not_believed() throws Exception {
        border.law.declare(GROUPS + OPERATIONS);
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        opened();
        var passport = new Passport();
        var headers = new org.apache.kafka.common.header.internals.RecordHeaders()
                .add(Header.DATA_CLASS, "personal".getBytes(UTF_8))
                .add(Header.DATA_CLASS, "public".getBytes(UTF_8))
                .add(Header.JURISDICTION, "DE".getBytes(UTF_8));
        passport.read(headers);
        assertThat(passport.unreadable).isTrue();
    }

    @Test
    void a_record_for_one_region_reaches_that_one_only() {
        border.law.declare(OPERATIONS);
        opened();
        border.write(REQUESTS, key("us"), "{}", with(INTERNAL, Header.AUDIENCE, "us-east"));
        border.write(REQUESTS, key("nobody"), "{}", INTERNAL);
        border.write(SITES, key("sg"), "{}", with(INTERNAL, Header.AUDIENCE, "ap-southeast"));
        border.write(SITES, key("all"), "{}", with(INTERNAL, Header.AUDIENCE, ""));
        await().until(() ->
                mine("us-east", REQUESTS).size() + mine("ap-southeast", SITES).size() == 3);
        assertThat(mine("us-east", REQUESTS)).containsExactly(key("us"));
        assertThat(mine("ap-southeast", REQUESTS)).isEmpty();
        assertThat(mine("us-east", SITES)).containsExactly(key("all"));
        assertThat(mine("ap-southeast", SITES)).containsExactly(key("sg"), key("all"));
        assertThat(border.counted(REQUESTS, "us-east").keptHome()).containsKey("for nobody");
        assertThat(border.counted(REQUESTS, "ap-southeast").keptHome()).containsKey("for another region");
    }

    @Test
    void a_fact_of_another_region_is_never_sent_on() {
        border.law.declare(OPERATIONS);
        opened();
        border.write(SITES, key("echo"), "{}", with(INTERNAL, Header.ORIGIN, "ap-southeast"));
        border.write(SITES, key("news"), "{}", INTERNAL);
        await().until(() -> !mine("us-east", SITES).isEmpty());
        assertThat(mine("us-east", SITES)).containsExactly(key("news"));
        assertThat(border.counted(SITES, "us-east").keptHome()).containsKey("another region's fact");
    }

    @Test
    void a_tombstone_crosses_by_its_labels_like_any_other_record() {
        border.law.declare(OPERATIONS);
        opened();
        border.write(SITES, key("gone"), "{}", INTERNAL);
        border.write(SITES, key("gone"), null, INTERNAL);
        border.write(SITES, key("silent"), null, Map.of());
        border.write(SITES, key("last"), "{}", INTERNAL);
        await().until(() -> mine("us-east", SITES).contains(key("last")));
        assertThat(mine("us-east", SITES)).containsExactly(key("gone"), key("gone"), key("last"));
        var copies = border.exported("us-east", SITES).stream()
                .filter(kafka -> text(kafka.key()).equals(key("gone")))
                .toList();
        assertThat(copies.getLast().value()).isNull();
    }

    @Test
    void a_dataset_declares_the_least_that_must_be_allowed_whatever_its_records_say() {
        border.law.declare(GROUPS + OPERATIONS + GDPR);
        border.law.dataset("d", topic, "personal", "EU-EEA", "us-east", "ap-southeast");
        opened();
        border.write(topic, "honest", "{}", PERSONAL);
        border.write(topic, "claims-public", "{}", labels("public", "EU-EEA"));
        await().until(() -> border.exportedKeys("us-east", topic).size() == 2);
        await().until(() -> !border.counted(topic, "ap-southeast").keptHome().isEmpty());
        assertThat(border.exportedKeys("ap-southeast", topic)).isEmpty();
        assertThat(border.counted(topic, "ap-southeast").keptHome()).isEqualTo(Map.of("no rule for the dataset", 2L));
        assertThat(border.counted(topic, "us-east").dataset()).isEqualTo("d");
    }

    @Test
    void a_copy_goes_only_where_one_is_wanted_and_the_topics_it_needs_are_made() throws Exception {
        border.law.declare(GROUPS + OPERATIONS);
        opened();
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            await().untilAsserted(() -> assertThat(admin.listTopics().names().get())
                    .contains(topic, "export.us-east." + topic)
                    .doesNotContain("export.ap-southeast." + topic));
        }
        border.write(topic, "a", "{}", labels("public", "DE"));
        await().until(() -> border.exportedKeys("us-east", topic).equals(List.of("a")));
    }

    @Test
    void a_wider_law_releases_exactly_what_the_old_one_kept_and_of_each_key_the_latest() {
        border.law.declare(GROUPS + OPERATIONS);
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        opened();
        border.write(topic, "crossed", "1", labels("public", "DE"));
        border.write(topic, "twice", "old", PERSONAL);
        border.write(topic, "twice", "new", PERSONAL);
        border.write(topic, "back", "1", labels("public", "DE"));
        border.write(topic, "back", "2", PERSONAL);
        border.write(topic, "overtaken", "1", PERSONAL);
        border.write(topic, "overtaken", "2", labels("public", "DE"));
        border.write(topic, "never", "1", labels("secret", "DE"));
        await().until(() -> border.counted(topic, "us-east").keptHome().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                == 5);
        assertThat(border.exportedKeys("us-east", topic)).containsExactly("crossed", "back", "overtaken");

        border.law.declare(GDPR);
        await().until(() -> border.exportedKeys("us-east", topic).size() >= 5);
        border.write(topic, "live", "1", PERSONAL);
        await().until(() -> border.exportedKeys("us-east", topic).contains("live"));
        assertThat(border.exported("us-east", topic))
                .extracting(kafka -> text(kafka.key()) + "=" + text(kafka.value()))
                .containsExactly("crossed=1", "back=1", "overtaken=2", "twice=new", "back=2", "live=1");
    }

    @Test
    void what_crossed_under_a_law_that_returns_is_not_sent_again() {
        border.law.declare(GROUPS + OPERATIONS + GDPR);
        border.law.dataset("d", topic, "personal", "EU-EEA", "us-east");
        var gate = opened();
        border.write(topic, "before", "1", PERSONAL);
        await().until(() -> border.exportedKeys("us-east", topic).size() == 1);
        border.law.declare(STRICT);
        border.write(topic, "meanwhile", "1", PERSONAL);
        await().until(() ->
                border.counted(topic, "us-east").keptHome().equals(Map.of("denied strict#no-us for the dataset", 1L)));
        border.close(gate); // what was decided by which law outlives the process
        border.law.delete(Kind.RESIDENCY_POLICY, "strict");
        opened();
        await().until(() -> border.exportedKeys("us-east", topic).contains("meanwhile"));
        border.write(topic, "after", "1", PERSONAL);
        await().until(() -> border.exportedKeys("us-east", topic).contains("after"));
        assertThat(border.exportedKeys("us-east", topic)).containsExactly("before", "meanwhile", "after");
    }

    @Test
    void a_region_that_is_wanted_later_gets_what_was_written_before() {
        border.law.declare(GROUPS + OPERATIONS);
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        opened();
        border.write(topic, "a", "1", labels("public", "DE"));
        await().until(() -> border.exportedKeys("us-east", topic).size() == 1);
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east", "ap-southeast");
        await().until(() -> border.exportedKeys("ap-southeast", topic).equals(List.of("a")));
        assertThat(border.exportedKeys("us-east", topic)).containsExactly("a");
    }

    @Test
    void the_first_record_after_a_stricter_law_is_refused() {
        border.law.declare(GROUPS + OPERATIONS + GDPR);
        border.law.dataset("d", topic, "personal", "EU-EEA", "us-east");
        opened();
        var refusal = "denied strict#no-us for the dataset";
        for (int round = 0; round < 10; round++) {
            border.write(topic, "allowed-" + round, "1", PERSONAL);
            var allowed = "allowed-" + round;
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> border.exportedKeys("us-east", topic).contains(allowed));
            border.law.declare(STRICT);
            border.write(topic, "refused-" + round, "1", PERSONAL);
            var kept = round + 1L;
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> border.counted(topic, "us-east").keptHome().equals(Map.of(refusal, kept)));
            assertThat(border.exportedKeys("us-east", topic)).doesNotContain("refused-" + round);
            border.law.delete(Kind.RESIDENCY_POLICY, "strict");
        }
    }

    @Test
    void every_record_crosses_once_though_two_gates_fight_over_it() {
        border.law.declare(GROUPS + OPERATIONS);
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        var first = opened();
        int count = 6_000;
        var fence = border.open(); // takes over, is fenced off in turn, and so on
        for (int i = 0; i < count; i++) {
            var unused = border.send(topic, "k" + i, "v", labels(i % 3 == 0 ? "secret" : "public", "DE"));
            if (i == count / 2) border.close(first);
        }
        border.close(fence);
        awaitOpen(opened());
        var expected = IntStream.range(0, count)
                .filter(i -> i % 3 != 0)
                .mapToObj(i -> "k" + i)
                .toList();
        await().until(() -> border.exported("us-east", topic).size() >= expected.size());
        assertThat(border.exportedKeys("us-east", topic)).containsExactlyElementsOf(expected);
    }

    @Test
    void a_record_too_large_for_its_copy_stays_and_the_others_go_on() throws Exception {
        border.law.declare(GROUPS + OPERATIONS);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(List.of(
                            new org.apache.kafka.clients.admin.NewTopic(topic, 1, (short) 1),
                            new org.apache.kafka.clients.admin.NewTopic("export.us-east." + topic, 1, (short) 1)
                                    .configs(Map.of("max.message.bytes", "100000"))))
                    .all()
                    .get();
        }
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        opened();
        border.write(topic, "small", "1", labels("public", "DE"));
        border.write(topic, "large", "x".repeat(120_000), labels("public", "DE"));
        border.write(topic, "after", "1", labels("public", "DE"));
        await().until(() -> border.exportedKeys("us-east", topic).size() == 2);
        assertThat(border.exportedKeys("us-east", topic)).containsExactly("small", "after");
        assertThat(border.counted(topic, "us-east").keptHome()).isEqualTo(Map.of("too large", 1L));
    }

    @Test
    void a_broker_that_was_away_is_noticed_and_the_gate_goes_on_where_it_was() {
        border.law.declare(GROUPS + OPERATIONS);
        border.law.dataset("d", topic, "public", "EU-EEA", "us-east");
        var gate = opened();
        border.write(topic, "before", "1", labels("public", "DE"));
        await().until(() -> border.exportedKeys("us-east", topic).size() == 1);
        broker.stop();
        await().atMost(Duration.ofSeconds(40)).until(() -> !gate.status().open());
        broker.start();
        border.write(topic, "after", "1", labels("public", "DE"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> border.exportedKeys("us-east", topic).size() == 2);
        assertThat(border.exportedKeys("us-east", topic)).containsExactly("before", "after");
        awaitOpen(gate);
    }
}
