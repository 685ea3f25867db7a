package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.resource.Kind;
import io.archipelago.residency.domain.ReportTransfers;
import io.archipelago.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what a policy asks for, by what its owner says of a dataset, to what crosses before a real broker. */
class ProvisoGateTest {

    private static final String TOPIC = "shop.customers";
    private static final Map<String, byte[]> PERSONAL = labels("personal.contact", "DE");
    private static final String POLICY = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: law}
            spec:
              dataClasses: [personal]
              subjects: ['*']
              processedIn: [DE]
              otherwise: deny
              rules:
                - {id: few, effect: allow, actions: [send], jurisdictions: [US], volume: {below: 3}, source: test}
                - id: contract
                  effect: allow
                  actions: [send]
                  jurisdictions: [US]
                  volume: {atLeast: 3}
                  when: "'contract' in safeguards && subject == 'DE'"
                  source: test
            """;

    @TempDir
    static Path folder;

    private static void declare(Border border, String... safeguards) {
        var spec = new DatasetSpec(
                "shop",
                "personal",
                "DE",
                new DatasetSpec.Source(TOPIC),
                List.of("us-east"),
                null,
                null,
                List.of(safeguards),
                null);
        border.law.event(Kind.DATASET, "customers", spec, "eu-central", false);
    }

    private static void report(Border border, long records) {
        var line =
                new ReportTransfers.Line(TOPIC, "us-east", "customers", "shop", "personal", records, records, Map.of());
        var end = border.law.now.plusSeconds(records);
        border.law.command(new ReportTransfers(border.law.now, end, List.of(line), List.of()));
    }

    @Test
    void an_obligation_switches_on_and_what_it_kept_home_crosses_when_it_is_met() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30)); // for busy machines; nothing here takes a second
        try (var broker = new TestBroker(folder)) {
            Border.makeTopics(broker);
            try (var border = new Border(broker)) {
                border.law.declare(POLICY);
                declare(border);
                var gate = border.open();
                await().untilAsserted(() -> assertThat(gate.status()).matches(Status::open));
                for (var key : List.of("a", "b", "c")) border.write(TOPIC, key, "{}", PERSONAL);
                await().until(() -> border.exportedKeys("us-east", TOPIC).equals(List.of("a", "b", "c")));

                report(border, 3);
                border.write(TOPIC, "d", "{}", PERSONAL);
                await().until(() -> !border.counted(TOPIC, "us-east").keptHome().isEmpty());
                assertThat(border.counted(TOPIC, "us-east").keptHome())
                        .isEqualTo(Map.of("denied law#otherwise for the dataset", 1L));

                declare(border, "contract");
                await().until(() -> border.exportedKeys("us-east", TOPIC).equals(List.of("a", "b", "c", "d")));
                var rulings = border.exported("us-east", TOPIC).stream()
                        .map(kafka -> Border.text(
                                kafka.headers().lastHeader(Copier.RULING).value()));
                assertThat(rulings).containsExactly("law#few", "law#few", "law#few", "law#contract");
            }
        }
    }
}
