package io.archipelago.residency.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.residency.Lawgiver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks on the law by whoever may write, or send again, what another region has signed. */
class RollbackAttackTest {

    private static final String MILD = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: gdpr}
            spec:
              dataClasses: [personal]
              subjects: [DE]
              rules: [{id: within, effect: allow, actions: [store], jurisdictions: [DE, US], source: test}]
            """;
    private static final String STRICT = MILD.replace("[DE, US]", "[DE]");

    private final Lawgiver author = new Lawgiver();
    private final Lawgiver here = new Lawgiver();
    private long sent;

    private List<Emit> policies() {
        return author.published.stream()
                .filter(event -> event.topic().equals(Kind.RESIDENCY_POLICY.topic()))
                .toList();
    }

    /** Each time under an id, and so at a place, that nobody has seen before. */
    private Outcome send(Emit event) throws Exception {
        var body = EventJson.MAPPER.readValue(
                EventJson.MAPPER.writeValueAsBytes(event.body()),
                EventJson.MAPPER.getTypeFactory().constructParametricType(Declared.class, ObjectNode.class));
        var id = "sent-" + sent++;
        var envelope = new Envelope(
                id,
                Envelope.typeOf(event.topic()),
                "us-east/residency-policy",
                event.key(),
                here.now,
                event.labels(),
                event.hlc(),
                null);
        var outcome = here.handle(
                new Input.Event(id, here.now, event.topic(), "us-east", event.key(), envelope, body, here.now));
        here.settle();
        return outcome;
    }

    private boolean mayBeStoredIn(String country) {
        return here.core().ruling("dataset/customers").orElseThrow().allows(country);
    }

    @Test
    void policy_rollback() throws Exception {
        here.dataset("customers", "shop.customers", "personal", "DE");
        author.declare(MILD);
        author.now = author.now.plusSeconds(60);
        author.declare(STRICT);
        author.now = author.now.plusSeconds(60);
        author.delete(Kind.RESIDENCY_POLICY, "gdpr");
        here.now = author.now;
        var versions = policies();
        assertThat(versions).hasSize(3);

        send(versions.get(0));
        assertThat(mayBeStoredIn("US")).isTrue();
        send(versions.get(1));
        assertThat(mayBeStoredIn("US")).isFalse();
        assertThat(send(versions.get(0)).isNothing())
                .as("the older version, sent again")
                .isTrue();
        assertThat(mayBeStoredIn("US")).isFalse();
        assertThat(mayBeStoredIn("DE")).isTrue();

        send(versions.get(2));
        assertThat(mayBeStoredIn("DE")).isFalse();
        here.now = here.now.plus(Duration.ofDays(400));
        for (var old : versions)
            assertThat(send(old).isNothing()).as("what was deleted stays so").isTrue();
        assertThat(mayBeStoredIn("DE")).isFalse();
    }

    @Test
    void clock_skew_of_hours() throws Exception {
        here.dataset("customers", "shop.customers", "personal", "DE");
        author.now = here.now.plus(Duration.ofHours(6));
        author.declare(MILD);
        var fromTheFuture = policies().getFirst();

        assertThat(send(fromTheFuture).rejection())
                .satisfies(refusal -> assertThat(refusal.detail()).contains("ahead of the clock here"));
        assertThat(here.core().ruling("dataset/customers").orElseThrow().allows("US"))
                .isFalse();

        here.declare(STRICT);
        var ours = here.published.stream()
                .filter(event -> event.topic().equals(Kind.RESIDENCY_POLICY.topic()))
                .toList()
                .getLast();
        assertThat(ours.hlc().wallMs()).as("no clock here was moved").isEqualTo(here.now.toEpochMilli());
        assertThat(mayBeStoredIn("US")).isFalse();

        here.now = here.now.plusSeconds(60);
        author.now = here.now;
        var corrected = new Lawgiver();
        corrected.now = here.now;
        corrected.declare(MILD);
        author.published.clear();
        author.published.addAll(corrected.published);
        send(policies().getLast());
        assertThat(mayBeStoredIn("US"))
                .as("with its clock set right the region is heard")
                .isTrue();
    }
}
