package io.archipelago.placement.domain;

import io.archipelago.events.quantity.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far towards a plan it is safe to ask now. A replica that may stay where it is gives its place back only when its new
 * one is granted; until then both count as taken, and who needs the old place is asked for in a later wave. What may not stay,
 * and what is no longer needed, goes at once. Every answer leads to the next wave, until the plan is reached.
 *
 * <p>Moves that wait for each other's places in a circle would wait forever: then the least important of them gives back
 * before it takes.
 */
final class Wave {
    private final RegionState state;
    private final Model model;
    private final int[][] planned;
    private final int[] kept; // replicas per group that stay although planned elsewhere
    private int[][] asked;

    private Wave(RegionState state, Planner.Decision decision) {
        this.state = state;
        model = decision.model();
        planned = decision.plan().counts();
        kept = new int[model.groups().size()];
        for (int g = 0; g < kept.length; g++) kept[g] = Math.min(open(g), leaving(g));
        asked = asked();
        for (var stuck = stuck(); !stuck.isEmpty(); stuck = stuck()) {
            kept[stuck.getFirst()] = 0;
            asked = asked();
        }
    }

    /** Replicas to ask for now, per group and site of the model; groups of other planners as they are. */
    static int[][] next(RegionState state, Planner.Decision decision) {
        return new Wave(state, decision).asked;
    }

    private int current(int g, int s) {
        return model.groups().get(g).current()[s];
    }

    private Resources unit(int g) {
        return model.groups().get(g).spec().resources();
    }

    /** Planned and not granted yet. */
    private int open(int g) {
        int open = 0;
        for (int s = 0; s < planned[g].length; s++) open += Math.max(0, planned[g][s] - granted(g, s));
        return open;
    }

    private int granted(int g, int s) {
        var held = state.reservation(
                model.sites().get(s).name(), model.groups().get(g).name());
        return held == null ? 0 : held.granted();
    }

    /** Not planned where they are, and free to stay there for a while. */
    private int leaving(int g) {
        int leaving = 0;
        for (int s = 0; s < planned[g].length; s++) leaving += leaving(g, s);
        return leaving;
    }

    private int leaving(int g, int s) {
        return model.exclusion(g, s) == null ? Math.max(0, current(g, s) - planned[g][s]) : 0;
    }

    private int[][] asked() {
        var counts = staying();
        var free = free(counts);
        for (int g : byPriority())
            for (int s = 0; s < free.length; s++) {
                int more = Math.min(planned[g][s] - current(g, s), free[s].fits(unit(g)));
                if (more <= 0) continue;
                counts[g][s] += more;
                free[s] = free[s].minus(unit(g).times(more));
            }
        return counts;
    }

    private int[][] staying() {
        var counts = new int[planned.length][];
        for (int g = 0; g < counts.length; g++) {
            counts[g] = planned[g].clone();
            if (g >= kept.length) continue;
            int left = kept[g];
            for (int s = 0; s < counts[g].length; s++) {
                int stays = Math.min(left, leaving(g, s));
                counts[g][s] = Math.min(current(g, s), planned[g][s]) + stays;
                left -= stays;
            }
        }
        return counts;
    }

    /** What each site still has to give once these are there. */
    private Resources[] free(int[][] counts) {
        var free = new Resources[model.sites().size()];
        for (int s = 0; s < free.length; s++) {
            free[s] = model.sites().get(s).room().minus(model.sites().get(s).taken());
            for (int g = 0; g < kept.length; g++)
                if (counts[g][s] > 0) free[s] = free[s].minus(unit(g).times(counts[g][s]));
        }
        return free;
    }

    private List<Integer> byPriority() {
        var order = new ArrayList<Integer>();
        for (int g = 0; g < kept.length; g++) order.add(g);
        order.sort(Comparator.comparingInt(
                g -> -ModelBuilder.priority(model.groups().get(g).spec())));
        return order;
    }

    /** When every move that keeps a place waits for another's: those moves, least important first. */
    private List<Integer> stuck() {
        var waiting = new ArrayList<Integer>();
        for (int g : byPriority().reversed()) {
            if (kept[g] == 0) continue;
            if (underway(g)) return List.of();
            waiting.add(g);
        }
        return waiting;
    }

    /** Whether any site is being asked for a place that it has not granted. */
    private boolean underway(int g) {
        for (int s = 0; s < planned[g].length; s++)
            if (planned[g][s] > granted(g, s) && asked[g][s] > granted(g, s)) return true;
        return false;
    }
}
