package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static io.archipelago.residency.gate.Border.text;
import static io.archipelago.residency.gate.Border.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.envelope.Header;
import io.archipelago.events.ledger.MerkleTree;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** From the treatments a policy asks for to the copies, their numbers and their entry, before a real broker. */
class TreatmentGateTest extends BorderTest {

    private static final Map<String, byte[]> PERSONAL = labels("personal", "DE");
    private static final Map<String, String> COLUMNS =
            Map.of("$key", "personal", "name", "personal", "email", "personal.contact");
    private static final String POLICY = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: law}
            spec:
              dataClasses: [personal]
              subjects: ['*']
              rules:
                - id: treated
                  effect: allow
                  actions: [send]
                  jurisdictions: [US]
                  source: test
                  treatments: {personal.contact: TREATMENT}
            """;

    private void law(String treatment) {
        border.law.declare(POLICY.replace("TREATMENT", treatment));
    }

    private void declare(Map<String, String> columns) {
        declareCustomers(columns, null, List.of());
    }

    private Gate open(Map<String, String> columns) {
        declare(columns);
        var gate = border.open();
        await().until(border::isOpen);
        return gate;
    }

    private void write(String key, String email) {
        border.write(topic, key, row(key, email), PERSONAL);
    }

    private static String row(String name, String email) {
        return "{\"name\":\"" + name + "\",\"email\":\"" + email + "\"}";
    }

    private List<ConsumerRecord<byte[], byte[]>> copies() {
        return border.exported("us-east", topic);
    }

    private void awaitCopies(int number) {
        await().until(() -> copies().size() == number);
    }

    private Map<String, Long> kept() {
        return border.counted(topic, "us-east").keptHome();
    }

    private static String header(ConsumerRecord<byte[], byte[]> copy, String name) {
        var header = copy.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    @Test
    void a_copy_crosses_treated_says_so_and_is_entered_as_it_left() {
        law("pseudonymise");
        open(COLUMNS);
        write("ada", "ada@example.org");
        border.write(topic, "bob", row("bob", "ada@example.org"), with(PERSONAL, Header.SUBJECT, "ada@example.org"));
        border.write(topic, "ada", null, PERSONAL);
        awaitCopies(3);
        var copies = copies();
        assertThat(copies).extracting(copy -> text(copy.key())).containsExactly("ada", "bob", "ada");
        assertThat(copies.getLast().value()).isNull();
        var values = copies.stream()
                .map(ConsumerRecord::value)
                .filter(Objects::nonNull)
                .map(Border::text)
                .toList();
        assertThat(values).allMatch(value -> !value.contains("example.org"));
        assertThat(values.getFirst().replace("ada", "bob")).isEqualTo(values.getLast());
        assertThat(copies).extracting(copy -> header(copy, Copier.TREATED)).containsOnly("email=pseudonymise");
        assertThat(copies).extracting(copy -> header(copy, Header.SUBJECT)).containsOnlyNulls();

        var crossing = border.law.entries().stream()
                .flatMap(entry -> entry.crossings().stream())
                .filter(one -> one.flow().equals(topic))
                .findFirst()
                .orElseThrow();
        var leaf = new Leaf();
        var leaves = copies.stream()
                .map(copy -> leaf.of(copy.timestamp(), copy.key(), copy.value(), copy.headers()))
                .toList();
        assertThat(crossing.root()).isEqualTo(HexFormat.of().formatHex(MerkleTree.root(leaves)));
        assertThat(crossing.bytes())
                .isEqualTo(copies.stream().mapToLong(Sizes::bytesBefore).sum());
    }

    @Test
    void columns_that_nobody_declared_keep_records_home_until_somebody_does() {
        law("mask");
        open(Map.of());
        write("ada", "ada@example.org");
        await().until(() -> kept().equals(Map.of("undeclared column", 1L)));
        declare(Map.of("$key", "personal", "name", "personal"));
        write("bob", "bob@example.org");
        await().until(() -> kept().equals(Map.of("undeclared column", 2L)));
        declare(COLUMNS);
        awaitCopies(2);
        assertThat(copies())
                .extracting(copy -> text(copy.value()))
                .containsExactly(row("ada", "****"), row("bob", "****"));
        border.write(topic, "eve", "not json", PERSONAL);
        await().until(() -> kept().equals(Map.of("undeclared column", 2L, "unreadable value", 1L)));
    }

    @Test
    void another_treatment_sends_the_latest_of_each_key_once_more_and_a_restart_sends_nothing() {
        law("mask");
        var gate = open(COLUMNS);
        write("ada", "ada@example.org");
        write("bob", "bob@example.org");
        awaitCopies(2);
        law("drop");
        awaitCopies(4);
        assertThat(copies().subList(2, 4))
                .extracting(copy -> text(copy.value()))
                .containsExactly("{\"name\":\"ada\"}", "{\"name\":\"bob\"}");
        border.close(gate);
        border.open();
        write("eve", "eve@example.org");
        await().until(() -> copies().stream().anyMatch(copy -> text(copy.key()).equals("eve")));
        assertThat(copies()).hasSize(5);
        assertThat(copies())
                .extracting(copy -> Crossed.of(copy.headers()).sequence())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_column_of_a_class_no_law_speaks_of_keeps_records_home() {
        law("mask");
        open(Map.of("$key", "personal", "name", "secret", "email", "personal.contact"));
        write("ada", "ada@example.org");
        await().until(() -> kept().equals(Map.of("unknown class of a column", 1L)));
        assertThat(copies()).isEmpty();
    }

    @Test
    void only_the_gate_says_that_a_copy_is_treated() {
        border.law.declare(POLICY.substring(0, POLICY.indexOf("      treatments")));
        open(Map.of());
        border.write(topic, "ada", "x", with(PERSONAL, Copier.TREATED, "email=drop"));
        awaitCopies(1);
        assertThat(header(copies().getFirst(), Copier.TREATED)).isNull();
    }

    @Test
    void what_a_dataset_wants_encrypted_crosses_so_whatever_the_law_asks_and_clear_again_when_it_no_longer_does() {
        border.law.declare(POLICY.substring(0, POLICY.indexOf("      treatments")));
        declareCustomers(COLUMNS, "name", List.of("email"));
        border.open();
        await().until(border::isOpen);
        write("ada", "ada@example.org");
        border.write(topic, "eve", "{\"email\":\"eve@example.org\"}", PERSONAL);
        awaitCopies(1);
        await().until(() -> kept().equals(Map.of("unknown subject", 1L)));
        assertThat(header(copies().getFirst(), Copier.TREATED)).isEqualTo("email=encrypt");
        assertThat(text(copies().getFirst().value()))
                .startsWith("{\"name\":\"ada\",\"email\":\"enc1.")
                .doesNotContain("example.org");
        declareCustomers(COLUMNS, "name", List.of());
        await().until(() ->
                copies().stream().anyMatch(copy -> text(copy.value()).equals(row("ada", "ada@example.org"))));
    }
}
