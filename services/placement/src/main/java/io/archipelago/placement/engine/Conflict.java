package io.archipelago.placement.engine;

import io.archipelago.placement.engine.Feasibility.Answer;
import io.archipelago.placement.engine.Wish.Constraint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Constraints that cannot hold together, by the deletion filter (Chinneck and Dravnieks, <i>Locating minimal infeasible
 * constraint sets in linear programs</i>, ORSA Journal on Computing 3, 1991): each constraint in turn is left out for good
 * if the rest is still infeasible without it.
 *
 * @param constraints together infeasible: this is proved
 * @param minimal true when it is also proved that leaving out any one of them makes the rest feasible
 */
public record Conflict(List<Constraint> constraints, boolean minimal) {
    private static final int LOOKS = 5_000;

    /** Why the group cannot have what it wishes; empty when it can, or when the search for a proof was given up. */
    public static Optional<Conflict> in(Wish wish) {
        Set<Constraint> kept = new LinkedHashSet<>(Feasibility.constraints(wish));
        if (answer(wish, kept) != Answer.NO) return Optional.empty();
        boolean minimal = true;
        for (var constraint : List.copyOf(kept)) {
            kept.remove(constraint);
            var without = answer(wish, kept);
            if (without == Answer.NO) continue;
            kept.add(constraint);
            if (without == Answer.UNKNOWN) minimal = false;
        }
        return Optional.of(new Conflict(List.copyOf(kept), minimal));
    }

    private static Answer answer(Wish wish, Set<Constraint> active) {
        return new Feasibility(wish, active, LOOKS).answer();
    }
}
