package io.archipelago.placement.domain;

import io.archipelago.events.quantity.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An order of moves in which every replica takes its new place before it gives back the old one, and no site ever holds more
 * than it has room for. Moves that block each other in a circle have no such order: one of them gives back first, and says
 * so.
 */
final class MoveOrder {

    /**
     * @param unit what one replica needs
     * @param priority the higher moves first
     */
    record Step(Preview.Move move, Resources unit, int priority) {
        private Step with(int replicas) {
            return new Step(move.part(replicas), unit, priority);
        }
    }

    private final Map<String, Resources> free;

    /** @param free what each site has left beside all that runs before the first move */
    MoveOrder(Map<String, Resources> free) {
        this.free = new HashMap<>(free);
    }

    List<Preview.Move> order(Collection<Step> steps) {
        var pending = new ArrayList<>(steps);
        pending.sort(Comparator.comparing((Step step) -> !step.move().forced())
                .thenComparing(step -> step.move().to() == null)
                .thenComparing(step -> -step.priority()));
        var ordered = new ArrayList<Preview.Move>();
        while (!pending.isEmpty()) ordered.add(next(pending).move());
        return List.copyOf(ordered);
    }

    /** The most important move that has room, as many replicas of it as have. */
    private Step next(List<Step> pending) {
        for (int i = 0; i < pending.size(); i++) {
            int fits = fits(pending.get(i));
            if (fits > 0) return done(pending, i, pending.get(i).with(fits));
        }
        int giver = giver(pending);
        if (giver < 0) return done(pending, 0, pending.getFirst()); // it starts where nobody else will leave
        return gaveBack(pending, giver, pending.get(giver));
    }

    /** Who gives back before it takes: one that may not stay anyway, else the least important, as in a {@link Wave}. */
    private static int giver(List<Step> pending) {
        int giver = -1;
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).move().from() == null) continue;
            giver = i;
            if (pending.get(i).move().forced()) break;
        }
        return giver;
    }

    private Step gaveBack(List<Step> pending, int index, Step step) {
        var move = step.move();
        var back = new Preview.Move(move.workload(), move.from(), null, 1, move.forced(), true, move.why());
        var taken = new Preview.Move(move.workload(), null, move.to(), 1, move.forced(), false, move.why());
        var part = done(pending, index, new Step(back, step.unit(), step.priority()));
        pending.add(Math.min(index, pending.size()), new Step(taken, step.unit(), step.priority()));
        return part;
    }

    private int fits(Step step) {
        var to = step.move().to();
        if (to == null) return step.move().replicas();
        return Math.min(
                step.move().replicas(), free.getOrDefault(to, Resources.NONE).fits(step.unit()));
    }

    private Step done(List<Step> pending, int index, Step part) {
        int left = pending.get(index).move().replicas() - part.move().replicas();
        if (left == 0) pending.remove(index);
        else pending.set(index, pending.get(index).with(left));
        var moved = part.unit().times(part.move().replicas());
        var from = part.move().from();
        var to = part.move().to();
        if (from != null) free.merge(from, moved, Resources::plus);
        if (to != null) free.merge(to, moved.times(-1), Resources::plus);
        return part;
    }
}
