package io.archipelago.placement.engine;

import io.archipelago.placement.engine.Feasibility.Answer;
import io.archipelago.placement.engine.Wish.Constraint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    /**
     * Why the group cannot have what it wishes: conflicts that share no constraint, found by lifting all of one before the next
     * is sought. What is left can be had, or the search for a proof was given up.
     */
    public static List<Conflict> in(Wish wish) {
        var found = new ArrayList<Conflict>();
        Set<Constraint> left = new LinkedHashSet<>(Feasibility.constraints(wish));
        while (answer(wish, left) == Answer.NO) {
            var conflict = among(wish, left);
            found.add(conflict);
            if (conflict.constraints().isEmpty()) break; // even without any constraint: nothing can be lifted
            left.removeAll(conflict.constraints());
        }
        return List.copyOf(found);
    }

    private static Conflict among(Wish wish, Set<Constraint> infeasible) {
        Set<Constraint> kept = new LinkedHashSet<>(infeasible);
        boolean minimal = true;
        for (var constraint : List.copyOf(kept)) {
            kept.remove(constraint);
            var without = answer(wish, kept);
            if (without == Answer.NO) continue;
            kept.add(constraint);
            if (without == Answer.UNKNOWN) minimal = false;
        }
        return new Conflict(List.copyOf(kept), minimal);
    }

    private static Answer answer(Wish wish, Set<Constraint> active) {
        return new Feasibility(wish, active, LOOKS).answer();
    }
}
