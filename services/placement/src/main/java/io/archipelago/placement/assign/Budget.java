package io.archipelago.placement.assign;

import java.util.function.LongSupplier;

/** How far a search may go. Asked rarely, from several threads. */
@FunctionalInterface
public interface Budget {
    /**
     * @param steps moves proposed so far by the chain that asks
     * @return the share that is spent, from 0; at 1 the search ends. Never falls
     */
    double spent(long steps);

    /** Ends after so many proposed moves per chain: the same result on every machine. */
    static Budget steps(long limit) {
        if (limit < 1) throw new IllegalArgumentException("a budget needs at least one step, not " + limit);
        return steps -> (double) steps / limit;
    }

    /** Ends after {@code limit} nanoseconds from now on {@code clock}: the result depends on the machine. */
    static Budget nanos(long limit, LongSupplier clock) {
        if (limit < 1) throw new IllegalArgumentException("a budget needs at least one nanosecond, not " + limit);
        long start = clock.getAsLong();
        return steps -> (double) (clock.getAsLong() - start) / limit;
    }
}
