package io.archipelago.placement.engine;

import java.util.ArrayList;
import java.util.Comparator;

/** What counts cost, reckoned by the definition and by nothing that the engine reckons with. */
final class Reckoning {
    private final PlacementProblem problem;
    private final int[][] counts;

    private Reckoning(PlacementProblem problem, int[][] counts) {
        this.problem = problem;
        this.counts = counts;
    }

    static long total(PlacementProblem problem, int[][] counts) {
        var reckoning = new Reckoning(problem, counts);
        long sum = 0;
        for (int g = 0; g < counts.length; g++) sum += reckoning.running(g) + reckoning.latency(g) + reckoning.moves(g);
        for (var edge : problem.affinities) sum += reckoning.calls(edge);
        return sum;
    }

    private long running(int g) {
        long sum = 0;
        for (int s = 0; s < counts[g].length; s++)
            sum += counts[g][s] * (problem.groups[g].price(s) + problem.groups[g].carbon(s));
        return sum;
    }

    private long moves(int g) {
        int come = 0;
        int gone = 0;
        for (int s = 0; s < counts[g].length; s++) {
            int change = counts[g][s] - problem.groups[g].current(s);
            if (change > 0) come += change;
            else gone -= change;
        }
        return Math.min(come, gone) * problem.groups[g].moveCost / problem.paybackHours;
    }

    private long latency(int g) {
        record Pair(int area, int site, int rtt) {}
        var spec = problem.groups[g];
        var pairs = new ArrayList<Pair>();
        for (int a = 0; a < problem.areaCount(); a++)
            for (int s = 0; s < counts[g].length; s++)
                if (counts[g][s] > 0) pairs.add(new Pair(a, s, problem.areaRttMs[a][s]));
        pairs.sort(Comparator.comparingInt(Pair::rtt).thenComparing(Pair::area).thenComparing(Pair::site));
        long[] open = spec.demandMilliRps.length == 0 ? new long[problem.areaCount()] : spec.demandMilliRps.clone();
        var left = new long[counts[g].length];
        for (int s = 0; s < left.length; s++)
            left[s] = spec.serviceMilliRps <= 0 ? Long.MAX_VALUE : counts[g][s] * spec.serviceMilliRps;
        long cost = 0;
        for (var pair : pairs) {
            long amount = Math.min(open[pair.area()], left[pair.site()]);
            open[pair.area()] -= amount;
            left[pair.site()] -= amount;
            cost += price(spec, amount, pair.rtt(), pair.rtt() <= spec.latency.objectiveMs());
        }
        for (int a = 0; a < open.length; a++) {
            int area = a;
            int nearest = pairs.stream()
                    .filter(pair -> pair.area() == area)
                    .mapToInt(Pair::rtt)
                    .min()
                    .orElse(0);
            cost += price(spec, open[a], nearest, false);
        }
        return cost;
    }

    private static long price(GroupSpec spec, long amount, int rtt, boolean within) {
        long perMillion =
                spec.latency.pricePerMillionRequestMs() * rtt + (within ? 0 : spec.latency.pricePerMillionMisses());
        return Rates.perHour(amount, perMillion);
    }

    private long calls(Affinity edge) {
        int callers = 0;
        for (int n : counts[edge.caller()]) callers += n;
        long sum = 0;
        for (int s = 0; s < problem.siteCount(); s++) {
            int n = counts[edge.caller()][s];
            long best = Long.MAX_VALUE;
            long cost = 0;
            for (int t = 0; n > 0 && t < problem.siteCount(); t++) {
                if (counts[edge.callee()][t] == 0) continue;
                long transfer = Rates.perMillion(edge.requestBytes(), problem.transferPrice(s, t))
                        + Rates.perMillion(edge.responseBytes(), problem.transferPrice(t, s));
                long waiting = edge.pricePerMillionCallMs() * problem.siteRtt(s, t);
                if (transfer + waiting >= best) continue;
                best = transfer + waiting;
                long rate = edge.callsMilliRps() * n / callers;
                cost = Rates.perHour(rate, transfer) + Rates.perHour(rate, waiting);
            }
            sum += cost;
        }
        return sum;
    }
}
