package io.archipelago.actuator.domain;

import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.actuation.ReplicasObserved.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is admitted with what runs.
 *
 * @param fingerprint tells one order from another: equal when the same would be asked of the cluster
 * @param onDrift what to do about what somebody else changed
 * @param massRemoval whether more than half of all may be removed in one round
 */
public record Reconciler(Function<Assignment, String> fingerprint, OnDrift onDrift, boolean massRemoval) {

    public enum OnDrift {
        /** Ask for it again. */
        CORRECT,
        /** Say so, and leave it until the next order. */
        SHOW
    }

    /** So many may always go in one round. */
    private static final int FEW = 3;

    /** One step for each slot that is admitted or runs, in their order. */
    public List<Step> steps(List<Assignment> assignments, Map<Slot, Observed> observed) {
        var admitted = bySlot(assignments);
        long surplus = observed.keySet().stream()
                .filter(slot -> !admitted.containsKey(slot))
                .count();
        boolean tooMany = !massRemoval && surplus > FEW && surplus * 2 > observed.size();
        var steps = new ArrayList<Step>();
        for (var assignment : admitted.values()) steps.add(step(assignment, observed.get(assignment.slot())));
        for (var slot : observed.keySet()) {
            if (admitted.containsKey(slot)) continue;
            steps.add(
                    tooMany
                            ? new Step.Hold(
                                    slot,
                                    "%d of %d would be removed at once: --allow-mass-removal when that is meant"
                                            .formatted(surplus, observed.size()))
                            : new Step.Remove(slot));
        }
        steps.sort((a, b) -> a.slot().compareTo(b.slot()));
        return steps;
    }

    private Step step(Assignment assignment, @Nullable Observed running) {
        var slot = assignment.slot();
        var obstacle = assignment.obstacle();
        if (obstacle != null) return new Step.Hold(slot, obstacle);
        if (running == null) return new Step.Apply(slot, assignment, "nothing runs yet");
        if (running.epoch() > assignment.admitted().epoch())
            return new Step.Hold(
                    slot,
                    "epoch %d runs, epoch %d is admitted: what was read is older than what runs"
                            .formatted(running.epoch(), assignment.admitted().epoch()));
        if (!running.order().equals(fingerprint.apply(assignment)))
            return new Step.Apply(
                    slot,
                    assignment,
                    running.asked() == assignment.replicas()
                            ? "the declaration or the plan is another"
                            : "%d -> %d replicas".formatted(running.asked(), assignment.replicas()));
        if (!running.drift().isEmpty() && onDrift == OnDrift.CORRECT)
            return new Step.Apply(
                    slot, assignment, running.drift().getFirst().field() + " was changed by somebody else");
        return new Step.Keep(slot);
    }

    /**
     * What to tell of each slot, after the steps.
     *
     * @param held why nothing was done about a slot, or why it failed
     */
    public static List<ReplicasObserved> reports(
            String region,
            String cluster,
            List<Assignment> assignments,
            Map<Slot, Observed> observed,
            Map<Slot, String> held) {
        var admitted = bySlot(assignments);
        var slots = new TreeMap<Slot, Observed>(observed);
        admitted.keySet().forEach(slot -> slots.putIfAbsent(slot, NOTHING));
        return slots.entrySet().stream()
                .map(entry -> report(
                        region,
                        cluster,
                        entry.getKey(),
                        admitted.get(entry.getKey()),
                        entry.getValue(),
                        held.get(entry.getKey())))
                .toList();
    }

    private static final Observed NOTHING = new Observed(new Slot("", ""), "", 0, 0, 0, 0, "", List.of(), null);

    private static ReplicasObserved report(
            String region,
            String cluster,
            Slot slot,
            @Nullable Assignment assignment,
            Observed running,
            @Nullable String held) {
        int wanted = assignment == null ? 0 : assignment.replicas();
        return new ReplicasObserved(
                slot.workload(),
                slot.site(),
                region,
                assignment == null ? running.home() : assignment.admitted().home(),
                cluster,
                wanted,
                running.asked(),
                running.ready(),
                state(wanted, running, held),
                held == null ? running.trouble() : held,
                running.drift(),
                assignment == null ? running.epoch() : assignment.admitted().epoch(),
                assignment == null ? running.plan() : assignment.admitted().plan());
    }

    private static State state(int wanted, Observed running, @Nullable String held) {
        if (held != null) return State.BLOCKED;
        if (wanted == 0) return State.REMOVING;
        if (!running.drift().isEmpty()) return State.DRIFTED;
        return running.ready() >= wanted && running.asked() == wanted ? State.RUNNING : State.STARTING;
    }

    private static SortedMap<Slot, Assignment> bySlot(List<Assignment> assignments) {
        var all = new TreeMap<Slot, Assignment>();
        for (var assignment : assignments) all.put(assignment.slot(), assignment);
        return all;
    }
}
