package io.archipelago.kit.runtime;

import static io.archipelago.kit.sample.LedgerCore.LINES;
import static io.archipelago.kit.sample.LedgerCore.NOTES;
import static io.archipelago.kit.sample.LedgerCore.TOTALS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.envelope.Labels;
import io.archipelago.kit.intake.Received;
import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.sample.LedgerCore;
import io.archipelago.kit.sample.LedgerCore.Total;
import io.archipelago.kit.telemetry.Traces;
import io.archipelago.kit.trust.Origins;
import io.archipelago.kit.trust.Signer;
import io.archipelago.kit.trust.TrustBundle;
import io.archipelago.topology.Subscription;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks on a service by whoever may write into what it reads, each named. Work goes on after every one of them. */
class AttackTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final String SECRET = "secret-4711";
    private static final String DEAD = "inventory.dead-letters.v1";

    private final MemoryStore store = new MemoryStore();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Handler log = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            told.add(formatter.format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private CoreLoop<LedgerCore> loop;
    private long offset;

    @BeforeEach
    void start() {
        Logger.getLogger("").addHandler(log);
        var config = new SmallRyeConfigBuilder()
                .withMapping(RuntimeConfig.class)
                .withSources(new PropertiesConfigSource(Map.of("archipelago.runtime.tick", "PT0.01S"), "test", 500))
                .build()
                .getConfigMapping(RuntimeConfig.class);
        var around = new Surroundings(
                "inventory", "eu-central", Topics.TOPOLOGY, Signer.NONE, followed(), meters, InstantSource.system());
        loop = new CoreLoop<>(LedgerCore::new, store, config, around);
        loop.start();
        await().atMost(PATIENCE).until(() -> loop.condition().ready());
    }

    @AfterEach
    void stop() {
        Logger.getLogger("").removeHandler(log);
        loop.stop();
    }

    /** Spans cross borders: what they say of a failure is collected with the log. */
    private Traces followed() {
        return new Traces() {
            @Override
            public Step event(Received received) {
                return new Step() {
                    @Override
                    public String traceparent() {
                        return "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
                    }

                    @Override
                    public void end() {}

                    @Override
                    public void fail(String reason) {
                        told.add(reason);
                    }
                };
            }

            @Override
            public @Nullable Step wish(String name, @Nullable String traceparent) {
                return null;
            }
        };
    }

    private static Map<String, byte[]> headers(String id, String type, Labels labels) {
        return EnvelopeCodec.encode(
                new Envelope(id, type, "us-east/inventory", "a", NOON, labels, null, null), "application/json");
    }

    private static Map<String, byte[]> headers(String id) {
        return headers(id, Envelope.typeOf(NOTES), Labels.internal("US"));
    }

    private Received from(@Nullable String peer, String topic, Map<String, byte[]> headers, byte @Nullable [] value) {
        var record = new ConsumerRecord<>(
                peer == null ? topic : peer + '.' + topic, 0, offset++, "a".getBytes(UTF_8), value);
        headers.forEach((name, bytes) -> record.headers().add(name, bytes));
        var described = Topics.TOPOLOGY.topic(topic).orElseThrow();
        return Received.of(
                record,
                new Subscription(record.topic(), described, peer),
                loop.readsRaw(topic),
                "eu-central",
                Origins.UNSIGNED,
                NOON);
    }

    private Received copy(Map<String, byte[]> headers, String value) {
        return from("us-east", NOTES, headers, value.getBytes(UTF_8));
    }

    private void take(Received... records) {
        loop.take(List.of(records)).toCompletableFuture().join();
    }

    private long total() {
        return loop.query(core -> core.total("a")).map(Total::total).await().atMost(PATIENCE);
    }

    private List<String> deadReasons() {
        return store.published().stream()
                .filter(row -> row.topic().equals(DEAD))
                .map(row -> String.valueOf(row.deadReason()))
                .toList();
    }

    @Test
    void replayed_transfer() {
        var true1 = headers("true-1");
        take(copy(true1, "{\"amount\":5}"), copy(true1, "{\"amount\":5}"));
        take(copy(true1, "{\"amount\":5}"));
        assertThat(total()).as("the same event at other offsets").isEqualTo(5);
        assertThat(meters.counter("archipelago.inputs.repeated").count()).isEqualTo(2);
        assertThat(deadReasons()).isEmpty();

        take(from("us-east", TOTALS, true1, "{\"amount\":5}".getBytes(UTF_8)));
        take(from("ap-southeast", NOTES, headers("true-2"), "{\"amount\":5}".getBytes(UTF_8)));
        var forAnother =
                headers("true-3", Envelope.typeOf(NOTES), Labels.internal("US").onlyFor("ap-southeast"));
        take(copy(forAnother, "{\"amount\":5}"));
        var forUs =
                headers("true-4", Envelope.typeOf(NOTES), Labels.internal("US").onlyFor("eu-central"));
        take(copy(forUs, "{\"amount\":1}"));

        assertThat(total()).isEqualTo(6);
        assertThat(deadReasons())
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("unexpected-type: header ce_type"),
                        reason -> assertThat(reason).startsWith("untrusted-origin: header ce_source"),
                        reason -> assertThat(reason)
                                .isEqualTo("untrusted-origin: header ce_audience: meant for ap-southeast alone"));
    }

    @Test
    void poisoned_schema() {
        var notes = Envelope.typeOf(NOTES);
        var us = Labels.internal("US");
        take(
                copy(headers("1", notes.replace(".v1", ".v2"), us), "{\"amount\":1}"),
                copy(headers("2", notes.replace(".v1", ".v99999999999999999999"), us), "{\"amount\":1}"),
                copy(headers("3", notes + ".v1", us), "{\"amount\":1}"),
                copy(headers("4"), "{\"amount\":{\"$ref\":\"http://evil.example/schema\"}}"),
                copy(headers("5"), "{\"amount\":\"one\"}"),
                copy(headers("6"), "{\"amount\":1e999999999}"),
                copy(headers("7"), "{\"amount\":null}"),
                copy(headers("8"), "null"),
                copy(headers("9"), "[1]"),
                copy(headers("10"), "{\"amount\":1"),
                from("us-east", NOTES, headers("11"), new byte[] {0, 0, 0, 0, 42, (byte) 0xff}),
                copy(headers("12"), "{\"amount\":1,\"new\":[\"fields are skipped\"]}"));

        assertThat(deadReasons()).hasSize(11);
        assertThat(deadReasons().subList(0, 3))
                .allSatisfy(reason -> assertThat(reason).startsWith("un").contains("header ce_type"));
        assertThat(deadReasons().subList(3, 11))
                .allSatisfy(reason -> assertThat(reason).startsWith("unreadable-body: "));
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void oversized_and_deep_payloads() {
        var deep = "{\"amount\":1,\"more\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}";
        var long1 = "{\"amount\":" + "9".repeat(100_000) + "}";
        var huge = "x".repeat(900_000);
        take(
                copy(headers("1"), deep),
                copy(headers("2"), long1),
                copy(headers("3", huge, Labels.internal("US")), "{\"amount\":1}"),
                copy(headers("4"), "{\"amount\":\"" + huge + "\"}"),
                copy(headers("5"), "{\"amount\":3}"));

        assertThat(total()).isEqualTo(3);
        assertThat(deadReasons()).hasSize(4).allSatisfy(reason -> assertThat(reason)
                .as("what a dead letter quotes is bounded")
                .hasSizeLessThan(1_100));
    }

    @Test
    void leak_through_log_span_and_metric_label() {
        var spoken = headers("1");
        spoken.put(Header.TIME, SECRET.getBytes(UTF_8));
        var lines = Envelope.typeOf(LINES);
        take(
                copy(spoken, "{\"amount\":1}"),
                copy(headers("2", SECRET, Labels.internal("US")), "{\"amount\":1}"),
                copy(headers("3"), "{\"amount\":\"" + SECRET + "\"}"),
                copy(headers("4"), SECRET),
                from(null, LINES, headers(SECRET, lines, Labels.internal("DE")), SECRET.getBytes(UTF_8)),
                copy(headers("6"), "{\"amount\":-1}"));

        assertThat(deadReasons())
                .as("the dead letter says all of it")
                .hasSize(6)
                .anyMatch(r -> r.contains(SECRET));
        assertThat(told)
                .as("log and spans say that there is one, and where")
                .anyMatch(line -> line.contains("event=dead-letter topic=us-east." + NOTES))
                .anyMatch(line -> line.contains("event=core-failed topic=" + LINES))
                .anyMatch("unreadable-body"::equals)
                .noneMatch(line -> line.contains(SECRET));
        var labels = new ArrayList<String>();
        for (var meter : meters.getMeters()) meter.getId().getTags().forEach(tag -> labels.add(tag.getValue()));
        assertThat(labels).contains("malformed-header", "unexpected-type", "unreadable-body", "failed", "invalid");
        assertThat(labels).noneMatch(label -> label.contains(SECRET));
    }

    /** Whose signatures are taken must not depend on which of two lines a reader sees. */
    @Test
    void two_services_with_one_name() {
        assertThatThrownBy(
                        () -> TrustBundle.parse("{\"us-east/placement\": [\"aa\"], \"us-east/placement\": [\"bb\"]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a trust bundle");
    }

    @Test
    void two_regions_with_one_name() {
        assertThatThrownBy(() -> region("us-east:US:aws/us-east-1,us-east:SG:aws/ap-southeast-1"))
                .hasStackTraceContaining("two regions are called 'us-east'");
        assertThatThrownBy(() -> region("eu-central:US:aws/us-east-1"))
                .hasStackTraceContaining("two regions are called 'eu-central'");
    }

    private static List<RegionConfig.Peer> region(String peers) {
        return new SmallRyeConfigBuilder()
                .withMapping(RegionConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "archipelago.service", "inventory",
                                "archipelago.region", "eu-central",
                                "archipelago.jurisdiction", "DE",
                                "archipelago.location", "aws/eu-central-1",
                                "archipelago.peers", peers),
                        "test",
                        500))
                .build()
                .getConfigMapping(RegionConfig.class)
                .peerList();
    }
}
