package io.archipelago.residency.domain;

import io.archipelago.events.envelope.Labels;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was seen here that must not be, counted by {@link CanarySighted#key}. */
public final class Alarms {

    static final String DOCUMENT = "alarm";
    static final String TOPIC = "residency.alarms.v1";

    /** How long after it was last seen an alarm is still shown. */
    private static final Duration LOUD = Duration.ofDays(1);

    private final SortedMap<String, CanarySighted> raised = new TreeMap<>();

    /** Asks for alarms to be kept and told: answered with how many there were. */
    public record Raise(Collection<CanarySighted> sighted) {}

    Outcome raise(Raise raise, Labels labels) {
        var outcome = Outcome.builder();
        for (var sighted : raise.sighted()) {
            var before = raised.get(sighted.key());
            var now = before == null ? sighted : before.and(sighted);
            outcome.put(DOCUMENT, sighted.key(), now).emit(Emit.of(TOPIC, sighted.key(), now, labels));
        }
        return outcome.answer(raise.sighted().size()).build();
    }

    boolean apply(Change change) {
        if (!(change instanceof Change.Put put) || !(put.body() instanceof CanarySighted alarm)) return false;
        raised.put(put.key(), alarm);
        return true;
    }

    /** Those that count still. */
    List<CanarySighted> loud(Instant now) {
        return raised.values().stream()
                .filter(alarm -> now.isBefore(alarm.lastAt().plus(LOUD)))
                .toList();
    }
}
