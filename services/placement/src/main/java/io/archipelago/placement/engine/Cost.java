package io.archipelago.placement.engine;

/** Micro-USD per hour, by cause. Spend (compute and transfer) is paid to providers; the rest is priced preference. */
public record Cost(long compute, long transfer, long latency, long carbon, long move) {
    public static final Cost ZERO = new Cost(0, 0, 0, 0, 0);

    public long total() {
        return compute + transfer + latency + carbon + move;
    }

    public long spend() {
        return compute + transfer;
    }

    public Cost plus(Cost other) {
        return new Cost(
                compute + other.compute,
                transfer + other.transfer,
                latency + other.latency,
                carbon + other.carbon,
                move + other.move);
    }
}
