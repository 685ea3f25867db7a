package io.archipelago.kit.runtime;

import static io.archipelago.kit.sample.LedgerCore.CLOSED;
import static io.archipelago.kit.sample.LedgerCore.CLOSES;
import static io.archipelago.kit.sample.LedgerCore.NOTES;
import static io.archipelago.kit.sample.LedgerCore.THROWS;
import static io.archipelago.kit.sample.LedgerCore.TOTALS;
import static io.archipelago.kit.sample.LedgerCore.UNSTORABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Labels;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.core.EventBody;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.intake.Received;
import io.archipelago.kit.intake.Topics;
import io.archipelago.kit.runtime.MemoryStore.Fate;
import io.archipelago.kit.sample.LedgerCore;
import io.archipelago.kit.sample.LedgerCore.Add;
import io.archipelago.kit.sample.LedgerCore.Total;
import io.archipelago.kit.store.OutboxRow;
import io.archipelago.kit.telemetry.Traces;
import io.archipelago.kit.trust.Origins;
import io.archipelago.kit.trust.Signer;
import io.archipelago.topology.Subscription;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop against a database that fails in every way a database can. */
class CoreLoopTest {

    /** For busy machines; nothing here takes a second. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final MemoryStore store = new MemoryStore();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "archipelago.runtime.retry-from", "PT0.005S",
            "archipelago.runtime.tick", "PT0.01S",
            "archipelago.runtime.command-patience", "PT0.3S"));
    private final List<CoreLoop<?>> running = new ArrayList<>();
    private long offset;

    @AfterEach
    void stop() {
        running.forEach(CoreLoop::stop);
    }

    private CoreLoop<LedgerCore> started() {
        return started(LedgerCore::new);
    }

    private <C extends Core> CoreLoop<C> started(Supplier<C> cores) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(RuntimeConfig.class)
                .withSources(new io.smallrye.config.PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(RuntimeConfig.class);
        var around = new Surroundings(
                "inventory", "eu-central", Topics.TOPOLOGY, Signer.NONE, Traces.NONE, meters, InstantSource.system());
        var loop = new CoreLoop<>(cores, store, config, around);
        running.add(loop);
        loop.start();
        await().atMost(PATIENCE).until(() -> loop.condition().ready());
        return loop;
    }

    private Received note(String account, int amount) {
        var headers = EnvelopeCodec.encode(
                new Envelope(
                        "note-" + offset,
                        Envelope.typeOf(NOTES),
                        "us-east/inventory",
                        account,
                        NOW,
                        Labels.internal("US"),
                        null,
                        null),
                "application/json");
        var record = new ConsumerRecord<>(
                "us-east." + NOTES,
                0,
                offset++,
                account.getBytes(UTF_8),
                ("{\"amount\":" + amount + "}").getBytes(UTF_8));
        headers.forEach((name, value) -> record.headers().add(name, value));
        var topic = Topics.TOPOLOGY.topic(NOTES).orElseThrow();
        return Received.of(
                record, new Subscription(record.topic(), topic, "us-east"), false, "eu-central", Origins.UNSIGNED, NOW);
    }

    private static CompletableFuture<Void> take(CoreLoop<?> loop, List<Received> records) {
        return loop.take(records).toCompletableFuture();
    }

    private static Total total(CoreLoop<LedgerCore> loop, String account) {
        return loop.query(core -> core.total(account)).await().indefinitely();
    }

    private List<String> publishedTo(String topic) {
        return store.published().stream()
                .filter(row -> row.topic().equals(topic))
                .map(OutboxRow::key)
                .toList();
    }

    @Test
    void while_the_database_is_away_nothing_is_lost_and_nothing_is_decided_twice() {
        var loop = started();
        store.next(Fate.LOST, Fate.LOST, Fate.LOST);

        take(loop, List.of(note("a", 1), note("a", 2))).join();

        assertThat(store.attempts()).isEqualTo(4);
        assertThat(publishedTo(TOTALS)).containsExactly("a", "a");
        assertThat(total(loop, "a")).isEqualTo(new Total("a", 3, 2));
    }

    @Test
    void says_what_it_waits_for_and_that_the_wait_is_over() {
        var loop = started();
        var away = new Fate[200];
        java.util.Arrays.fill(away, Fate.LOST);
        settings.put("archipelago.runtime.retry-up-to", "PT0.005S");
        store.next(away);
        var done = take(loop, List.of(note("a", 1)));

        await().atMost(PATIENCE).until(() -> !loop.condition().ready());
        assertThat(loop.condition().reason()).isEqualTo("storing a batch: connection reset");
        assertThat(done).isNotDone();
        assertThat(total(loop, "b").total()).as("reading goes on").isZero();
    }

    @Test
    void a_commit_whose_answer_was_lost_is_recognised_and_not_repeated() {
        var loop = started();
        store.next(Fate.STORED_BUT_UNANSWERED);

        take(loop, List.of(note("a", 1))).join();

        assertThat(publishedTo(TOTALS)).containsExactly("a");
        assertThat(total(loop, "a")).isEqualTo(new Total("a", 1, 1));
    }

    @Test
    void a_process_killed_before_the_commit_starts_again_where_it_was() {
        var batch = List.of(note("a", 1), note("b", 2));
        var killed = started();
        store.next(Fate.HANGS);
        var unacknowledged = take(killed, batch);
        await().atMost(PATIENCE).until(() -> store.attempts() == 1);

        var next = started();
        take(next, batch).join();

        assertThat(unacknowledged).isNotDone();
        assertThat(publishedTo(TOTALS)).containsExactly("a", "b");
        assertThat(total(next, "b")).isEqualTo(new Total("b", 2, 1));
    }

    @Test
    void a_process_killed_after_the_commit_does_not_repeat_it() {
        var batch = List.of(note("a", 1), note("b", 2));
        var killed = started();
        store.next(Fate.STORED_AND_HANGS);
        take(killed, batch);
        await().atMost(PATIENCE).until(() -> store.attempts() == 1);

        var next = started();
        take(next, batch).join();

        assertThat(publishedTo(TOTALS)).containsExactly("a", "b");
        assertThat(total(next, "a")).isEqualTo(new Total("a", 1, 1));
        assertThat(meters.counter("archipelago.inputs.repeated").count()).isEqualTo(2);
    }

    @Test
    void events_derive_their_ids_from_their_cause() {
        var batch = List.of(note("a", 1));
        take(started(), batch).join();
        var first = store.published().getFirst().id();
        store.published.clear();
        store.inbox.clear();
        store.documents.clear();

        take(started(), batch).join();

        assertThat(store.published().getFirst().id()).isEqualTo(first);
    }

    @Test
    void of_many_inputs_only_those_that_cannot_be_stored_are_put_aside() {
        var loop = started();
        var batch = new ArrayList<Received>();
        for (int i = 0; i < 100; i++) batch.add(note("n" + i, i == 17 || i == 18 || i == 99 ? UNSTORABLE : 1));

        take(loop, batch).join();

        assertThat(publishedTo("inventory.dead-letters.v1")).containsExactly("n17", "n18", "n99");
        assertThat(publishedTo(TOTALS)).hasSize(97).doesNotHaveDuplicates();
        assertThat(total(loop, "n16").total()).isEqualTo(1);
        assertThat(total(loop, "n17").total()).isZero();
    }

    @Test
    void what_the_core_cannot_handle_is_put_aside_with_the_reason() {
        take(started(), List.of(note("a", THROWS), note("b", -1), note("c", 1))).join();

        assertThat(store.published())
                .extracting(OutboxRow::deadReason)
                .containsExactly(
                        "failed: java.lang.IllegalStateException: the core failed",
                        "invalid: amount: -1 is negative",
                        null);
        assertThat(store.inbox.values())
                .allMatch(entry -> entry.deadLetter() == !entry.id().endsWith("2"));
    }

    @Test
    void a_refused_command_leaves_no_trace() {
        var loop = started();

        assertThatThrownBy(
                        () -> loop.submit(new Add("a", -1), Total.class).await().indefinitely())
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.rejection().status()).isEqualTo(422));
        assertThat(store.inbox).isEmpty();
    }

    @Test
    void a_command_is_recorded_with_its_body() {
        started().submit(new Add("a", 5), Total.class).await().indefinitely();

        assertThat(store.inbox.values()).singleElement().satisfies(entry -> {
            assertThat(entry.bodyType()).isEqualTo(Add.class.getName());
            assertThat(entry.body()).isEqualTo("{\"account\":\"a\",\"amount\":5}");
        });
    }

    @Test
    void a_person_does_not_wait_for_ever() {
        var loop = started();
        store.next(Fate.HANGS);

        assertThatThrownBy(
                        () -> loop.submit(new Add("a", 1), Total.class).await().indefinitely())
                .isInstanceOfSatisfying(Rejected.class, refused -> {
                    assertThat(refused.rejection().status()).isEqualTo(503);
                    assertThat(refused.rejection().type()).isEqualTo("not-durable");
                });
    }

    @Test
    void more_commands_than_may_wait_are_refused_at_once() {
        settings.put("archipelago.runtime.waiting-commands", "2");
        var loop = started();
        store.next(Fate.HANGS);
        for (int i = 0; i < 2; i++)
            loop.submit(new Add("a", 1), Total.class).subscribe().with(done -> {}, failed -> {});

        assertThatThrownBy(
                        () -> loop.submit(new Add("a", 1), Total.class).await().indefinitely())
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.rejection().type()).isEqualTo("overloaded"));
    }

    @Test
    void work_left_by_many_inputs_is_decided_once_and_with_them() {
        settings.put("archipelago.runtime.tick", "PT1H");
        var loop = started();

        take(loop, List.of(note("a", CLOSES), note("b", CLOSES))).join();

        assertThat(publishedTo(CLOSED)).containsExactly("a", "b");
        assertThat(store.attempts()).isEqualTo(1);
        assertThat(store.documents).isEmpty();
    }

    @Test
    void work_left_before_a_restart_is_decided_after_it() {
        store.documents.put(new io.archipelago.kit.store.DocumentKey("closing", "a"), "\"a\"");

        started();

        await().atMost(PATIENCE).until(() -> publishedTo(CLOSED).equals(List.of("a")));
    }

    /** Fails whenever time passes, and claims to have work all the time. */
    private static final class Restless implements Core {
        private final AtomicInteger ticks;

        private Restless(AtomicInteger ticks) {
            this.ticks = ticks;
        }

        @Override
        public Outcome handle(Input input) {
            if (!(input instanceof Input.Tick)) return Outcome.answer("fine");
            ticks.incrementAndGet();
            throw new IllegalStateException("no time for this");
        }

        @Override
        public void apply(io.archipelago.kit.core.Change change) {}

        @Override
        public Map<String, Class<?>> documents() {
            return Map.of();
        }

        @Override
        public Map<String, EventBody> events() {
            return Map.of();
        }

        @Override
        public boolean hasWork() {
            return true;
        }
    }

    @Test
    void a_core_that_fails_when_time_passes_still_answers_and_does_not_spin() {
        settings.put("archipelago.runtime.tick", "PT0.05S");
        var ticks = new AtomicInteger();
        var loop = started(() -> new Restless(ticks));

        await().atMost(PATIENCE).until(() -> ticks.get() >= 4);

        assertThat(loop.submit(new Add("a", 1), String.class).await().indefinitely())
                .isEqualTo("fine");
        assertThat(ticks.get()).isLessThan(50);
    }

    @Test
    void old_inputs_are_forgotten_and_young_ones_kept() {
        take(started(), List.of(note("a", 1))).join();

        assertThat(store.forget(Instant.now().minusSeconds(60), 100).await().indefinitely())
                .isZero();
        assertThat(store.forget(Instant.now().plusSeconds(60), 100).await().indefinitely())
                .isEqualTo(1);
    }
}
