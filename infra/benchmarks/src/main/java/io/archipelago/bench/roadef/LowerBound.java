package io.archipelago.bench.roadef;

import java.math.BigInteger;

/**
 * What no assignment can cost less than. The sum over machines of {@code max(0, x)} is at least {@code max(0, sum of x)},
 * and how much all machines together use, or leave free, no assignment changes. Exact.
 *
 * <p>The closed form that comes with the challenge; see Gavranović, Buljubašić and Demirović, "Variable neighborhood
 * search for Google machine reassignment problem", Electronic Notes in Discrete Mathematics 39 (2012).
 */
public final class LowerBound {
    private LowerBound() {}

    public static BigInteger of(Instance instance) {
        var bound = BigInteger.ZERO;
        var left = new BigInteger[instance.resources().length];
        for (int r = 0; r < left.length; r++) {
            var used = BigInteger.ZERO;
            var safety = BigInteger.ZERO;
            var capacity = BigInteger.ZERO;
            for (var p : instance.processes()) used = used.add(BigInteger.valueOf(p.need()[r]));
            for (var m : instance.machines()) {
                safety = safety.add(BigInteger.valueOf(m.safety()[r]));
                capacity = capacity.add(BigInteger.valueOf(m.capacity()[r]));
            }
            left[r] = capacity.subtract(used);
            bound = bound.add(positive(used.subtract(safety), instance.resources()[r].loadWeight()));
        }
        for (var b : instance.balances()) {
            var missing =
                    BigInteger.valueOf(b.target()).multiply(left[b.first()]).subtract(left[b.second()]);
            bound = bound.add(positive(missing, b.weight()));
        }
        return bound;
    }

    private static BigInteger positive(BigInteger amount, long weight) {
        return amount.max(BigInteger.ZERO).multiply(BigInteger.valueOf(weight));
    }
}
