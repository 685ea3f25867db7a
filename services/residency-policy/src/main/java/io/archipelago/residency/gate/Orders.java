package io.archipelago.residency.gate;

import io.archipelago.residency.domain.GateOrders;

/** Where the gate learns what it may let cross. */
public interface Orders {

    /** Grows whenever the orders may have changed, before anyone is told so. Cheap: asked before every record batch. */
    long changes();

    /**
     * The orders as they are durable, with every change in them that {@link #changes} had counted. Blocks.
     *
     * @throws RuntimeException when they cannot be had now; the gate then lets nothing pass and asks again
     */
    GateOrders read();
}
