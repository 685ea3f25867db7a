package io.archipelago.kit.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.core.Passing;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.intake.Bodies;
import io.archipelago.kit.intake.Received;
import io.archipelago.kit.runtime.Pending.Condemned;
import io.archipelago.kit.runtime.Pending.FromPerson;
import io.archipelago.kit.runtime.Pending.FromTopic;
import io.archipelago.kit.runtime.Pending.TimePassed;
import io.archipelago.kit.store.InboxEntry;
import io.archipelago.kit.store.OutboxRow;
import io.archipelago.kit.telemetry.Traces;
import io.archipelago.kit.telemetry.Traces.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks a core about each input of a batch, in order, and takes over what it says. Lives on the core's thread. */
final class Decider<C extends Core> {

    private static final Logger LOG = Logger.getLogger(Decider.class);

    private final C core;
    private final Bodies bodies;
    private final Outgoing outgoing;
    private final Traces traces;
    private final Tally tally;
    private final Clock clock;

    Decider(C core, Bodies bodies, Outgoing outgoing, Traces traces, Tally tally, Clock clock) {
        this.core = core;
        this.bodies = bodies;
        this.outgoing = outgoing;
        this.traces = traces;
        this.tally = tally;
        this.clock = clock;
    }

    C core() {
        return core;
    }

    /**
     * Decides a batch and changes the core accordingly. When the core then has something left to decide, it is asked
     * for it at once, so that what many inputs ask for is decided together and stored with them.
     *
     * @param handled ids of inputs that were handled before
     * @param whole false for a part of a batch that could not be stored: then only what is in it is decided
     */
    Decision decide(List<Pending> batch, Set<String> handled, boolean whole) {
        var decision = new Decision();
        var seen = new HashSet<>(handled);
        @Nullable String followed = null;
        for (var pending : batch) {
            var traceparent = one(pending, decision, seen);
            if (traceparent != null) followed = traceparent;
        }
        if (!whole) decision.leaveWork();
        else if (core.hasWork()) one(new TimePassed(UUID.randomUUID().toString(), followed), decision, seen);
        outgoing.sign(decision.published());
        return decision;
    }

    /** The trace context of what followed; null when it is not being followed. */
    private @Nullable String one(Pending pending, Decision decision, Set<String> seen) {
        return switch (pending) {
            case FromTopic record -> record(record, decision, seen);
            case FromPerson command -> command(command, decision);
            case TimePassed tick -> tick(tick, decision);
            case Condemned condemned -> condemned(condemned, decision, seen);
        };
    }

    private @Nullable String record(FromTopic pending, Decision decision, Set<String> seen) {
        var received = pending.received();
        decision.onceDurable(() -> pending.done().complete(null));
        if (!seen.add(received.id())) {
            tally.repeated();
            return null;
        }
        var now = clock.next();
        var step = traces.event(received);
        switch (read(received, now)) {
            case Unreadable(var reason) -> bury(received, reason, now, step, decision);
            case Readable(var input) ->
                ask(
                        input,
                        step,
                        new Asker() {
                            @Override
                            public void decided(Outcome outcome) {
                                decision.handled(InboxEntry.event(received.id(), now, received.source(), false));
                                tally.handled(received.subscription().topic().name());
                            }

                            @Override
                            public void refused(Rejection rejection) {
                                bury(received, rejection.type() + ": " + rejection.detail(), now, step, decision);
                            }

                            @Override
                            public void failed(Throwable failure) {
                                LOG.errorf(
                                        "event=core-failed topic=%s partition=%d offset=%d failure=%s at=\"%s\"",
                                        received.source().topic(),
                                        received.source().partition(),
                                        received.source().offset(),
                                        failure.getClass().getSimpleName(),
                                        failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0]);
                                bury(received, "failed: " + failure, now, step, decision);
                            }
                        },
                        decision);
        }
        return step == null ? null : step.traceparent();
    }

    private sealed interface Reading {}

    private record Readable(Input input) implements Reading {}

    private record Unreadable(String reason) implements Reading {}

    private Reading read(Received received, Instant now) {
        return switch (received.reading()) {
            case EnvelopeCodec.Undecodable(var reason, var header, var detail) ->
                new Unreadable(reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ": header " + header
                        + ": " + detail);
            case EnvelopeCodec.Decoded(var envelope) -> readBody(received, envelope, now);
        };
    }

    private Reading readBody(Received received, Envelope envelope, Instant now) {
        var topic = received.subscription().topic().name();
        try {
            var body = bodies.read(topic, received.value());
            return new Readable(new Input.Event(
                    received.id(),
                    now,
                    topic,
                    received.subscription().peer(),
                    received.key(),
                    envelope,
                    body,
                    received.appendedAt()));
        } catch (Bodies.Unreadable e) {
            return new Unreadable("unreadable-body: " + e.getMessage());
        }
    }

    private void bury(Received received, String reason, Instant now, @Nullable Step step, Decision decision) {
        decision.handled(InboxEntry.event(received.id(), now, received.source(), true));
        decision.publish(outgoing.deadLetter(received, reason, now, step == null ? null : step.traceparent()));
        var kind = Tally.kind(reason);
        tally.buried(received.source(), kind);
        if (step != null) decision.onceDurable(() -> step.fail(kind));
    }

    private @Nullable String command(FromPerson pending, Decision decision) {
        var name = pending.body().getClass().getSimpleName();
        var now = clock.next();
        var step = traces.wish("handle " + name, pending.traceparent());
        ask(
                new Input.Command(pending.id(), now, pending.body()),
                step,
                new Asker() {
                    @Override
                    public void decided(Outcome outcome) throws JsonProcessingException {
                        if (!outcome.isNothing()) {
                            var body = EventJson.MAPPER.writeValueAsString(pending.body());
                            decision.handled(InboxEntry.command(
                                    pending.id(), now, pending.body().getClass().getName(), body));
                        }
                        decision.onceDurable(() -> pending.done().complete(outcome.answer()));
                    }

                    @Override
                    public void refused(Rejection rejection) {
                        decision.onceDurable(() -> pending.done().completeExceptionally(new Rejected(rejection)));
                    }

                    @Override
                    public void failed(Throwable failure) {
                        decision.onceDurable(() -> pending.done().completeExceptionally(failure));
                    }
                },
                decision);
        return step == null ? null : step.traceparent();
    }

    private @Nullable String tick(TimePassed pending, Decision decision) {
        var now = clock.next();
        var step = traces.wish("decide", pending.traceparent());
        ask(
                new Input.Tick(pending.id(), now),
                step,
                new Asker() {
                    @Override
                    public void decided(Outcome outcome) {
                        if (leavesNothing(outcome)) return;
                        decision.handled(InboxEntry.tick(pending.id(), now));
                        decision.leaveWork();
                    }

                    @Override
                    public void refused(Rejection rejection) {
                        LOG.errorf("event=tick-refused detail=\"%s\"", rejection.detail());
                    }

                    @Override
                    public void failed(Throwable failure) {
                        tally.tickFailed(failure);
                    }
                },
                decision);
        return step == null ? null : step.traceparent();
    }

    /** Passing changes alone are not worth an entry in the log every second. */
    private static boolean leavesNothing(Outcome outcome) {
        return outcome.events().isEmpty()
                && outcome.changes().stream()
                        .allMatch(change -> change instanceof Change.Put put && put.body() instanceof Passing);
    }

    private @Nullable String condemned(Condemned condemned, Decision decision, Set<String> seen) {
        switch (condemned.input()) {
            case FromTopic pending -> {
                decision.onceDurable(() -> pending.done().complete(null));
                if (seen.add(pending.received().id()))
                    bury(pending.received(), "unstorable: " + condemned.reason(), clock.next(), null, decision);
            }
            case FromPerson pending ->
                decision.onceDurable(
                        () -> pending.done().completeExceptionally(new IllegalStateException(condemned.reason())));
            case TimePassed tick -> tally.tickFailed(new IllegalStateException(condemned.reason()));
            case Condemned again -> condemned(again, decision, seen);
        }
        return null;
    }

    /** Whom to tell what the core made of an input. Exactly one of the three is called. */
    private interface Asker {
        void decided(Outcome outcome) throws JsonProcessingException;

        void refused(Rejection rejection);

        void failed(Throwable failure);
    }

    /** Nothing is taken over unless all of it can be: the events are written out before the first change is applied. */
    private void ask(Input input, @Nullable Step step, Asker asker, Decision decision) {
        Outcome outcome;
        var rows = new ArrayList<OutboxRow>();
        try {
            outcome = core.handle(input);
            for (var emit : outcome.events())
                rows.add(outgoing.event(input, rows.size(), emit, step == null ? null : step.traceparent()));
            if (outcome.rejection() == null) asker.decided(outcome);
        } catch (RuntimeException | StackOverflowError | JsonProcessingException failure) {
            if (step != null)
                decision.onceDurable(() -> step.fail(failure.getClass().getSimpleName()));
            asker.failed(failure);
            return;
        }
        var rejection = outcome.rejection();
        if (rejection != null) {
            asker.refused(rejection);
            if (step != null) decision.onceDurable(() -> step.fail(rejection.type()));
            return;
        }
        rows.forEach(decision::publish);
        for (var change : outcome.changes()) {
            core.apply(change);
            decision.changed(change);
        }
        if (step != null) decision.onceDurable(step::end);
    }
}
