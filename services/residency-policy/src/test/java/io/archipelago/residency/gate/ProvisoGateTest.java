package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.resource.Kind;
import io.archipelago.residency.domain.ReportTransfers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From what a policy asks for, by what its owner says of a dataset, to what crosses before a real broker. */
class ProvisoGateTest extends BorderTest {

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

    private void declare(String... safeguards) {
        var spec = new DatasetSpec(
                "shop",
                "personal",
                "DE",
                new DatasetSpec.Source(topic),
                List.of("us-east"),
                null,
                null,
                List.of(safeguards),
                null);
        border.law.event(Kind.DATASET, "customers", spec, "eu-central", false);
    }

    private void report(long records) {
        var line =
                new ReportTransfers.Line(topic, "us-east", "customers", "shop", "personal", records, records, Map.of());
        var end = border.law.now.plusSeconds(records);
        border.law.command(new ReportTransfers(border.law.now, end, List.of(line), List.of()));
    }

    @Test
    void an_obligation_switches_on_and_what_it_kept_home_crosses_when_it_is_met() {
        border.law.declare(POLICY);
        declare();
        border.open();
        await().until(border::isOpen);
        for (var key : List.of("a", "b", "c")) border.write(topic, key, "{}", PERSONAL);
        await().until(() -> border.exportedKeys("us-east", topic).equals(List.of("a", "b", "c")));

        report(3);
        border.write(topic, "d", "{}", PERSONAL);
        await().until(() -> !border.counted(topic, "us-east").keptHome().isEmpty());
        assertThat(border.counted(topic, "us-east").keptHome())
                .isEqualTo(Map.of("denied law#otherwise for the dataset", 1L));

        declare("contract");
        await().until(() -> border.exportedKeys("us-east", topic).equals(List.of("a", "b", "c", "d")));
        var rulings = border.exported("us-east", topic).stream()
                .map(kafka ->
                        Border.text(kafka.headers().lastHeader(Copier.RULING).value()));
        assertThat(rulings).containsExactly("law#few", "law#few", "law#few", "law#contract");
    }
}
