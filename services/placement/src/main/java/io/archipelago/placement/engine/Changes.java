package io.archipelago.placement.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/**
 * What a problem has in common with the one before.
 *
 * @param before per group of the problem: its index in the one before; -1 where it is new or not the same
 * @param recalled groups at either end of a call that is new, gone or different
 */
record Changes(int[] before, BitSet recalled) {

    /** Whether both speak of the same sites, however much room these have, so that a plan can be carried over. */
    static boolean comparable(PlacementProblem a, PlacementProblem b) {
        if (a.siteCount() != b.siteCount() || !a.resources.equals(b.resources)) return false;
        for (int s = 0; s < a.siteCount(); s++) if (!a.sites[s].name().equals(b.sites[s].name())) return false;
        for (var scope : Scope.ALL) if (!Arrays.equals(a.domainOf(scope), b.domainOf(scope))) return false;
        return a.paybackHours == b.paybackHours
                && Arrays.deepEquals(a.siteRttMs, b.siteRttMs)
                && Arrays.deepEquals(a.transferPrice, b.transferPrice);
    }

    static Changes between(PlacementProblem old, PlacementProblem now) {
        var indexes = new HashMap<String, Integer>();
        if (old.groups != now.groups) for (int g = 0; g < old.groupCount(); g++) indexes.put(old.groups[g].name, g);
        var before = new int[now.groupCount()];
        for (int g = 0; g < before.length; g++) {
            int known = old.groups == now.groups ? g : indexes.getOrDefault(now.groups[g].name, -1);
            before[g] = known >= 0 && same(old, known, now, g) ? known : -1;
        }
        return new Changes(before, recalled(old, now));
    }

    private static boolean same(PlacementProblem old, int a, PlacementProblem now, int b) {
        return (old.groups[a] == now.groups[b] || old.groups[a].sameButDemand(now.groups[b]))
                && sameDemand(old, a, now, b);
    }

    /** The same users at the same distances, in the same order; the number of an area may be another. */
    private static boolean sameDemand(PlacementProblem old, int a, PlacementProblem now, int b) {
        var was = old.demandOf(a);
        var is = now.demandOf(b);
        if (!Arrays.equals(was.milliRps(), is.milliRps())) return false;
        if (old.areaRttMs == now.areaRttMs && Arrays.equals(was.areas(), is.areas())) return true;
        for (int i = 0; i < was.areas().length; i++)
            if (!Arrays.equals(old.areaRttMs[was.areas()[i]], now.areaRttMs[is.areas()[i]])) return false;
        return true;
    }

    private record Call(String caller, String callee, long rate, long request, long response, long price) {
        static Call of(PlacementProblem problem, Affinity edge) {
            return new Call(
                    problem.groupName(edge.caller()),
                    problem.groupName(edge.callee()),
                    edge.callsMilliRps(),
                    edge.requestBytes(),
                    edge.responseBytes(),
                    edge.pricePerMillionCallMs());
        }
    }

    private static BitSet recalled(PlacementProblem old, PlacementProblem now) {
        var recalled = new BitSet();
        if (old.affinities == now.affinities) return recalled;
        var was = calls(old);
        var is = calls(now);
        var touched = new HashSet<String>();
        for (var call : is) if (!was.contains(call)) touch(call, touched);
        for (var call : was) if (!is.contains(call)) touch(call, touched);
        for (int g = 0; g < now.groupCount(); g++) if (touched.contains(now.groupName(g))) recalled.set(g);
        return recalled;
    }

    private static void touch(Call call, Set<String> touched) {
        touched.add(call.caller());
        touched.add(call.callee());
    }

    private static Set<Call> calls(PlacementProblem problem) {
        var calls = new HashSet<Call>();
        for (var edge : problem.affinities) calls.add(Call.of(problem, edge));
        return calls;
    }
}
