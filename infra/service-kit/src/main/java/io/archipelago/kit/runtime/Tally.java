package io.archipelago.kit.runtime;

import io.archipelago.kit.store.InboxEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/** Counts what becomes of inputs, and says what people should know without saying it a thousand times. */
final class Tally {

    private static final Logger LOG = Logger.getLogger(CoreLoop.class);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Counter repeated;
    private final Timer batches;
    private final Map<String, Counter> handled = new HashMap<>();
    private final Map<String, Instant> lastSaid = new HashMap<>();

    Tally(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        this.repeated = Counter.builder("archipelago.inputs.repeated")
                .description("Events that had been handled before")
                .register(meters);
        this.batches = Timer.builder("archipelago.batch")
                .description("From taking a batch up until it is durable")
                .register(meters);
    }

    void watchQueue(IntSupplier length) {
        meters.gauge("archipelago.inputs.waiting", length, IntSupplier::getAsInt);
    }

    void handled(String topic) {
        handled.computeIfAbsent(topic, name -> meters.counter("archipelago.inputs.handled", "topic", name))
                .increment();
    }

    void repeated() {
        repeated.increment();
    }

    void batch(Duration duration) {
        batches.record(duration);
    }

    /** @param reason starts with a word of ours that names its kind, up to a colon; what follows may quote the record */
    static String kind(String reason) {
        return reason.substring(0, Math.max(0, reason.indexOf(':')));
    }

    /** Logs, labels and spans are read by more people than dead letters are: of the record, they tell its place only. */
    void buried(InboxEntry.Source source, String kind) {
        meters.counter("archipelago.dead.letters", "topic", source.topic(), "reason", kind)
                .increment();
        if (mayBeSaid(source.topic() + ' ' + kind))
            LOG.warnf(
                    "event=dead-letter topic=%s partition=%d offset=%d reason=%s"
                            + " (more of the kind in the next minute go unsaid)",
                    source.topic(), source.partition(), source.offset(), kind);
    }

    void tickFailed(Throwable failure) {
        meters.counter("archipelago.ticks.failed").increment();
        if (mayBeSaid("tick")) LOG.error("event=tick-failed (more in the next minute go unsaid)", failure);
    }

    void waiting(String doing, Throwable failure, Duration backOff) {
        if (mayBeSaid("waiting for " + doing))
            LOG.warnf(
                    "event=waiting doing=\"%s\" reason=\"%s\" next-try-ms=%d",
                    doing, root(failure), backOff.toMillis());
    }

    void recovered(String doing) {
        if (lastSaid.remove("waiting for " + doing) != null) LOG.infof("event=recovered doing=\"%s\"", doing);
    }

    static String root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private boolean mayBeSaid(String what) {
        var now = clock.instant();
        var last = lastSaid.get(what);
        if (last != null && last.plus(SILENCE).isAfter(now)) return false;
        if (lastSaid.size() > 1_000) lastSaid.clear();
        lastSaid.put(what, now);
        return true;
    }
}
