package io.archipelago.placement.engine;

/**
 * Calls from one group to another. Every replica of the caller sends an equal share to the callee's site that is
 * cheapest for it, transfer and latency together.
 *
 * @param caller group index
 * @param callee group index
 * @param callsMilliRps calls per 1,000 seconds in total
 * @param requestBytes sent to the callee per call, priced on the directed link caller to callee
 * @param responseBytes sent back, priced on the directed link callee to caller
 * @param pricePerMillionCallMs micro-USD for a million calls each waiting one millisecond
 */
public record Affinity(
        int caller,
        int callee,
        long callsMilliRps,
        long requestBytes,
        long responseBytes,
        long pricePerMillionCallMs) {}
