package io.archipelago.residency.domain;

import io.archipelago.events.envelope.Labels;
import io.archipelago.events.residency.Ruling;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brings the law and the rulings up to date with what is declared and what time it is. */
final class Revising {

    static final String RULINGS = "residency.rulings.v1";

    /** How many earlier codes are remembered; what a still older one kept home is sent again when the law is widened. */
    private static final int MAX_EARLIER = 32;

    private final State state;
    private final String jurisdiction;

    Revising(State state, String jurisdiction) {
        this.state = state;
        this.jurisdiction = jurisdiction;
    }

    /** Adds what has to change to the outcome, and answers the law as it is then. */
    Law revise(Instant now, Outcome.Builder outcome) {
        var law = state.law();
        boolean changed = false;
        if (state.stale.law(now)) {
            var code = Code.inForce(state.policies(), state.groups(), now);
            changed = !code.says(law.code());
            if (changed) {
                replace(law.code(), code, outcome);
                law = Law.of(code);
            } else state.stale.lawIsRight(Code.nextChange(state.policies(), state.groups(), now));
        }
        if (changed || state.stale.any()) rule(law, changed, outcome);
        return law;
    }

    private void replace(Code old, Code next, Outcome.Builder outcome) {
        outcome.put(State.CODE, State.CODE_NOW, next);
        if (old.version().equals(next.version()) || old.version().equals(Code.EMPTY.version())) return;
        outcome.put(State.EARLIER_CODE, old.version(), old);
        var versions = state.earlierVersions();
        versions.stream().limit(Math.max(0, versions.size() + 1 - MAX_EARLIER)).forEach(version -> {
            if (!version.equals(old.version())) outcome.remove(State.EARLIER_CODE, version);
        });
    }

    private void rule(Law law, boolean all, Outcome.Builder outcome) {
        var reasoning = state.reasoning(law, state.datasets);
        var gone = new TreeSet<>(state.rulings.keySet());
        boolean right = true;
        for (var dataset : state.datasets.values()) {
            var subject = Reasoning.subject(dataset);
            gone.remove(subject);
            if (all || state.stale.isStale(subject)) right &= !publish(reasoning.on(dataset), dataset.owner(), outcome);
        }
        for (var workload : state.workloads.values()) {
            var subject = Reasoning.subject(workload);
            gone.remove(subject);
            if (all || state.stale.isStale(subject))
                right &= !publish(reasoning.on(workload), workload.owner(), outcome);
        }
        for (var subject : gone) {
            right = false;
            outcome.remove(State.RULING, subject);
            emit(new Ruling(subject, true, Map.of(), Map.of()), null, outcome);
        }
        if (right && !all) state.stale.rulingsAreRight();
    }

    /** True when the ruling says something new. */
    private boolean publish(Ruling ruling, String owner, Outcome.Builder outcome) {
        if (ruling.equals(state.rulings.get(ruling.subject()))) return false;
        outcome.put(State.RULING, ruling.subject(), ruling);
        emit(ruling, owner, outcome);
        return true;
    }

    private void emit(Ruling ruling, @Nullable String owner, Outcome.Builder outcome) {
        outcome.emit(Emit.of(
                RULINGS, ruling.subject(), ruling, Labels.internal(jurisdiction).ownedBy(owner)));
    }
}
