package io.archipelago.placement.engine;

import java.math.BigInteger;

/** Integer arithmetic of rates and prices; rounding is always downwards, so every machine agrees. */
final class Rates {
    /** Four billion USD per hour: dearer than anything real, and a million of them still add up without overflow. */
    static final long MOST = 1L << 52;

    private static final BigInteger MOST_EXACT = BigInteger.valueOf(MOST);

    private Rates() {}

    /** Micro-USD per hour for a flow of {@code milliRps} at a price per million. */
    static long perHour(long milliRps, long microUsdPerMillion) {
        return multiplyDivide(milliRps * 36, microUsdPerMillion, 10_000_000);
    }

    /** Micro-USD per million transfers of {@code bytes} at a price per GiB. */
    static long perMillion(long bytes, long microUsdPerGiB) {
        return multiplyDivide(bytes * 15_625, microUsdPerGiB, 1 << 24); // 10^6 / 2^30, shortened by 64
    }

    /** a * b / divisor for non-negative values; the product may need more than 64 bits. A result that does is cut to {@link #MOST}. */
    static long multiplyDivide(long a, long b, long divisor) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) == 0 && product >= 0) return product / divisor;
        var quotient = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).divide(BigInteger.valueOf(divisor));
        return quotient.min(MOST_EXACT).longValue();
    }
}
