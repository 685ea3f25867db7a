package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static io.archipelago.residency.gate.Border.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.resource.Author;
import io.archipelago.residency.domain.Erasures;
import io.archipelago.residency.domain.SubjectColumn;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.treatment.SubjectReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** From an order to the tombstones, before a real broker. */
class ErasureGateTest extends BorderTest {

    private static final Map<String, byte[]> PERSONAL = labels("personal", "DE");

    private void open() throws Exception {
        border.law.declareExample("00-operations.yaml");
        border.law.declare("""
                apiVersion: archipelago.io/v1
                kind: ResidencyPolicy
                metadata: {name: law}
                spec:
                  dataClasses: [personal]
                  subjects: ['*']
                  rules:
                    - {id: free, effect: allow, actions: [send], jurisdictions: [US], source: test}
                """);
        var columns = Map.of("$key", "personal", "person", "personal", "email", "personal.contact");
        declareCustomers(columns, "person", List.of("email"));
        border.open();
        await().until(border::isOpen);
    }

    private void write(String key, String person) {
        border.write(topic, key, "{\"person\":\"" + person + "\",\"email\":\"a@example.org\"}", PERSONAL);
    }

    private ErasureOrder erase(String person) {
        var column = new SubjectColumn("customers", "DE", "person");
        var pseudonym = new SubjectReader(column, Set.of(), Border.PSEUDONYMS).pseudonym(person);
        var erase = new Erasures.Erase("customers", pseudonym, new Author("petra", null));
        return (ErasureOrder) border.law.command(erase).answer();
    }

    private List<ConsumerRecord<byte[], byte[]>> copies() {
        return border.exported("us-east", topic);
    }

    private Erasures.Ordered erasure(ErasureOrder order) {
        return border.law.core().erasures().all().stream()
                .filter(one -> one.erasure().order().equals(order))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_erased_person_s_keys_get_tombstones_and_what_comes_later_stays_home() throws Exception {
        open();
        write("o-1", "ada");
        write("o-2", "bob");
        write("o-3", "ada");
        write("o-4", "ada");
        write("o-4", "bob"); // it is about somebody else now
        await().until(() -> copies().size() == 5);
        var order = erase("ada");
        await().until(() -> erasure(order).erasure().swept() != null);
        var buried = copies().subList(5, copies().size());
        assertThat(buried).extracting(copy -> text(copy.key())).containsExactlyInAnyOrder("o-1", "o-3");
        assertThat(buried).allSatisfy(copy -> {
            assertThat(copy.value()).isNull();
            assertThat(text(copy.headers().lastHeader(Copier.ERASURE).value())).isEqualTo(order.id());
            assertThat(text(copy.headers().lastHeader("ce_ruling").value())).isEqualTo("law#free");
        });
        var swept = erasure(order).erasure().swept();
        assertThat(swept.through()).isEqualTo(Map.of("us-east", Map.of(0, 7L)));
        assertThat(swept.regions()).containsExactly("us-east");
        assertThat(border.keyring.find("customers", order.subject())).isInstanceOf(Keyring.Found.Destroyed.class);

        write("o-5", "ada");
        border.write(topic, "o-6", "{\"email\":\"x\"}", PERSONAL);
        write("o-7", "bob");
        border.write(topic, "o-3", null, PERSONAL); // the owner deletes it, too
        await().until(() -> copies().size() == 9);
        assertThat(border.counted(topic, "us-east").keptHome())
                .isEqualTo(Map.of("subject-erased", 1L, "unknown subject", 1L));
        var last = border.law.entries().stream()
                .flatMap(entry -> entry.crossings().stream())
                .filter(crossing -> crossing.flow().equals(topic))
                .mapToLong(crossing -> crossing.last())
                .max();
        assertThat(last).hasValue(9);
    }
}
