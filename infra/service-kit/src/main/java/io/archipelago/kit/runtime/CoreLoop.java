package io.archipelago.kit.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.intake.Bodies;
import io.archipelago.kit.intake.Received;
import io.archipelago.kit.runtime.Pending.Condemned;
import io.archipelago.kit.runtime.Pending.FromPerson;
import io.archipelago.kit.runtime.Pending.FromTopic;
import io.archipelago.kit.runtime.Pending.TimePassed;
import io.archipelago.kit.store.Document;
import io.archipelago.kit.store.Fault;
import io.archipelago.kit.store.InboxEntry;
import io.archipelago.kit.store.Store;
import io.archipelago.kit.store.Writes;
import io.archipelago.kit.telemetry.Traceparent;
import io.archipelago.kit.telemetry.Traces;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The loop around a core. Inputs wait in one queue; a batch of them is looked up in the inbox, decided on the core's
 * thread, stored in one transaction, and only then answered and acknowledged. While a batch is being stored the next
 * one gathers.
 *
 * <p>When the database is away, the very same writes are tried again until they are stored: nothing is decided twice.
 * When the database can never store them, the core is built again from its documents and the batch is halved until the
 * one input that cannot be stored is found; it goes to the dead letters. In memory the core is ahead of the database by
 * at most one batch.
 */
public final class CoreLoop<C extends Core> implements CoreRuntime<C> {

    private static final Logger LOG = Logger.getLogger(CoreLoop.class);
    private static final int FORGET_AT_ONCE = 5_000;

    private final Supplier<C> cores;
    private final Store store;
    private final RuntimeConfig config;
    private final Outgoing outgoing;
    private final Traces traces;
    private final Tally tally;
    private final Clock clock;
    private final Bodies bodies;
    private final CoreThread thread;
    private final AtomicInteger waitingCommands = new AtomicInteger();

    // Touched on the core's thread only.
    private final Deque<Pending> queue = new ArrayDeque<>();
    private final Deque<List<Pending>> halves = new ArrayDeque<>();
    private boolean busy = true;
    private boolean tickWaits;

    private volatile @Nullable Decider<C> decider;
    private volatile Condition condition = Condition.STARTING;

    CoreLoop(Supplier<C> cores, Store store, RuntimeConfig config, Surroundings around) {
        this.cores = cores;
        this.store = store;
        this.config = config;
        this.outgoing = new Outgoing(around.topology(), around.region(), around.service(), around.signer());
        this.traces = around.traces();
        this.tally = new Tally(around.meters(), around.clock());
        this.clock = new Clock(around.clock());
        this.bodies = new Bodies(cores.get().events());
        this.thread = new CoreThread(around.service());
        tally.watchQueue(queue::size);
    }

    /** Makes the tables, reads the documents, then takes inputs. Returns at once; waits for a database that is away. */
    void start() {
        insist("preparing the database", store::prepare, ignored -> open());
        thread.every(config.tick(), this::tick);
        thread.every(Duration.ofMinutes(1), this::forget);
    }

    /** Finishes the transaction under way, if the database lets it; what still waits will come again. */
    void stop() {
        condition = Condition.STOPPED;
        thread.stop();
    }

    public Condition condition() {
        return condition;
    }

    /** True when the core takes the bytes of this topic's records as they are. */
    public boolean readsRaw(String topic) {
        return bodies.raw(topic);
    }

    /** True when the core can read the events of this topic. */
    public boolean reads(String topic) {
        return bodies.knows(topic);
    }

    /** Takes records in their order; completes when what followed from all of them is durable, and never fails. */
    public CompletionStage<@Nullable Void> take(List<Received> records) {
        var pending = new ArrayList<FromTopic>(records.size());
        for (var received : records) pending.add(new FromTopic(received, new CompletableFuture<>()));
        thread.execute(() -> {
            queue.addAll(pending);
            next();
        });
        return CompletableFuture.allOf(pending.stream().map(FromTopic::done).toArray(CompletableFuture[]::new));
    }

    @Override
    public <A> Uni<A> submit(Object command, Class<A> answer) {
        var traceparent = Traceparent.current();
        return Uni.createFrom()
                .completionStage(() -> enqueue(command, traceparent))
                .ifNoItem()
                .after(config.commandPatience())
                .fail()
                .onFailure(TimeoutException.class)
                .transform(timeout -> new Rejected(Busy.notDurable(config.commandPatience(), condition)))
                .map(answer::cast);
    }

    private CompletableFuture<@Nullable Object> enqueue(Object command, @Nullable String traceparent) {
        if (decider == null) return CompletableFuture.failedFuture(new Rejected(Busy.starting(condition)));
        if (waitingCommands.incrementAndGet() > config.waitingCommands()) {
            waitingCommands.decrementAndGet();
            return CompletableFuture.failedFuture(new Rejected(Busy.full(config.waitingCommands())));
        }
        var done = new CompletableFuture<@Nullable Object>();
        var pending = new FromPerson(UUID.randomUUID().toString(), command, traceparent, done);
        thread.execute(() -> {
            queue.add(pending);
            next();
        });
        return done.whenComplete((ignored, failure) -> waitingCommands.decrementAndGet());
    }

    @Override
    public <R> Uni<R> query(Function<C, R> question) {
        return Uni.createFrom()
                .emitter(emitter -> thread.execute(() -> {
                    var deciding = decider;
                    if (deciding == null) {
                        emitter.fail(new Rejected(Busy.starting(condition)));
                        return;
                    }
                    try {
                        emitter.complete(question.apply(deciding.core()));
                    } catch (RuntimeException failure) {
                        emitter.fail(failure);
                    }
                }));
    }

    @Override
    public Uni<List<Document>> archived(String kind, String fromKey, int limit) {
        return store.archived(kind, fromKey, limit);
    }

    /** A core from its documents, then on with what waits. */
    private void open() {
        insist("reading the documents", store::load, snapshot -> {
            decider = new Decider<>(rebuilt(snapshot.documents()), bodies, outgoing, traces, tally, clock);
            clock.notBefore(snapshot.lastHandledAt());
            LOG.infof("event=core-ready documents=%d", snapshot.documents().size());
            busy = false;
            next();
        });
    }

    private C rebuilt(List<Document> documents) {
        var core = cores.get();
        var kinds = core.documents();
        for (var document : documents) {
            var type = kinds.get(document.kind());
            if (type == null)
                throw new IllegalStateException("the core does not know documents of kind " + document.kind());
            try {
                var body = EventJson.MAPPER.readValue(document.body(), type);
                core.apply(new Change.Put(document.kind(), document.key(), body));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException("document " + document.kind() + '/' + document.key(), e);
            }
        }
        return core;
    }

    private void tick() {
        if (tickWaits || decider == null) return;
        tickWaits = true;
        queue.add(new TimePassed(UUID.randomUUID().toString(), null));
        next();
    }

    private void next() {
        var deciding = decider;
        if (busy || deciding == null) return;
        var whole = halves.isEmpty();
        var batch = whole ? fromQueue() : halves.removeFirst();
        if (batch.isEmpty()) return;
        busy = true;
        var startedNanos = System.nanoTime();
        insist("looking into the inbox", () -> handled(batch), handled -> {
            try {
                keep(batch, deciding.decide(batch, handled, whole), startedNanos);
            } catch (RuntimeException | StackOverflowError | JsonProcessingException poison) {
                findPoison(batch, poison);
            }
        });
    }

    private List<Pending> fromQueue() {
        var batch = new ArrayList<Pending>(Math.min(queue.size(), config.batchSize()));
        while (batch.size() < config.batchSize() && !queue.isEmpty()) {
            var pending = queue.removeFirst();
            if (pending instanceof TimePassed) tickWaits = false;
            batch.add(pending);
        }
        return batch;
    }

    private Uni<Set<String>> handled(List<Pending> batch) {
        var ids = new ArrayList<String>();
        for (var pending : batch) {
            var input = pending instanceof Condemned(var condemned, var why) ? condemned : pending;
            if (input instanceof FromTopic record) ids.add(record.received().id());
        }
        return ids.isEmpty() ? Uni.createFrom().item(Set.of()) : store.handled(ids);
    }

    private void keep(List<Pending> batch, Decision decision, long startedNanos) throws JsonProcessingException {
        var writes = decision.writes();
        if (writes.isEmpty()) {
            settle(decision, startedNanos);
            return;
        }
        Predicate<Throwable> otherwise = failure -> {
            var fault = Fault.of(failure);
            if (fault == Fault.WRITTEN_BEFORE) recheck(batch, decision, writes, startedNanos);
            else if (fault == Fault.POISON && !(batch.getFirst() instanceof Condemned)) findPoison(batch, failure);
            else return false;
            return true;
        };
        Consumer<Void> stored = ignored -> settle(decision, startedNanos);
        attempt("storing a batch", () -> store.write(writes), stored, otherwise, config.retryFrom());
    }

    /** Some input is in the inbox already: all of them are when only the answer to the commit was lost. */
    private void recheck(List<Pending> batch, Decision decision, Writes writes, long startedNanos) {
        var ids = writes.inbox().stream().map(InboxEntry::id).toList();
        insist("looking into the inbox", () -> store.handled(ids), handled -> {
            if (handled.containsAll(ids)) {
                settle(decision, startedNanos);
            } else {
                LOG.warn(
                        "event=written-by-another detail=\"another process of this service works on the same schema\"");
                halves.addFirst(batch);
                open();
            }
        });
    }

    private void settle(Decision decision, long startedNanos) {
        tally.batch(Duration.ofNanos(System.nanoTime() - startedNanos));
        busy = false;
        decision.settle();
        var deciding = decider;
        if (decision.leftWork() && deciding != null && deciding.core().hasWork())
            queue.addFirst(new TimePassed(UUID.randomUUID().toString(), null));
        next();
    }

    /** The core has taken over what cannot be stored: it is built again, and the batch is tried in halves. */
    private void findPoison(List<Pending> batch, Throwable poison) {
        LOG.warnf("event=unstorable inputs=%d reason=\"%s\"", batch.size(), Tally.root(poison));
        if (batch.size() == 1) {
            halves.addFirst(List.of(new Condemned(batch.getFirst(), Tally.root(poison))));
        } else {
            var middle = batch.size() / 2;
            halves.addFirst(List.copyOf(batch.subList(middle, batch.size())));
            halves.addFirst(List.copyOf(batch.subList(0, middle)));
        }
        open();
    }

    private void forget() {
        if (decider == null || busy) return;
        store.forget(clock.next().minus(config.inboxRetention()), FORGET_AT_ONCE)
                .subscribe()
                .with(
                        count -> LOG.debugf("event=inbox-pruned entries=%d", count),
                        failure -> LOG.debug("event=inbox-not-pruned", failure));
    }

    private <T> void insist(String doing, Supplier<Uni<T>> work, Consumer<T> then) {
        attempt(doing, work, then, failure -> false, config.retryFrom());
    }

    /**
     * Does it until it works; the wait between two attempts doubles.
     *
     * @param otherwise takes care of failures that trying again will not mend; true when it did
     */
    private <T> void attempt(
            String doing, Supplier<Uni<T>> work, Consumer<T> then, Predicate<Throwable> otherwise, Duration backOff) {
        Consumer<Throwable> again = failure -> {
            if (condition.equals(Condition.STOPPED)) return;
            condition = Condition.waiting(doing + ": " + Tally.root(failure));
            tally.waiting(doing, failure, backOff);
            var longer = backOff.multipliedBy(2);
            var nextBackOff = longer.compareTo(config.retryUpTo()) < 0 ? longer : config.retryUpTo();
            thread.after(backOff, () -> attempt(doing, work, then, otherwise, nextBackOff));
        };
        Uni.createFrom()
                .<T>deferred(work::get)
                .emitOn(thread)
                .subscribe()
                .with(
                        result -> {
                            try {
                                then.accept(result);
                                well(doing);
                            } catch (RuntimeException failure) {
                                again.accept(failure);
                            }
                        },
                        failure -> {
                            if (!otherwise.test(failure)) again.accept(failure);
                        });
    }

    private void well(String doing) {
        tally.recovered(doing);
        if (decider != null && !condition.equals(Condition.STOPPED)) condition = Condition.WORKING;
    }
}
