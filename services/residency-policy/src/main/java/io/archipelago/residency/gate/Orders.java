package io.archipelago.residency.gate;

import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.LedgerState;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

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

    /**
     * How far the ledger is, once everything counted so far is entered. Blocks.
     *
     * @throws RuntimeException when it cannot be had now
     */
    LedgerState ledger();

    /**
     * The tombstones of an erasure have been sent. Blocks until that is durable and the ledger has them.
     *
     * @param through for each region and partition the number of the last crossing by then
     * @throws RuntimeException when it cannot be now: they are then sent again
     */
    void swept(ErasureOrder order, long tombstones, SortedMap<String, SortedMap<Integer, Long>> through);

    /**
     * Why nothing may pass although nothing has changed: nobody has confirmed the law for too long, or the ledger does
     * not take what crossed. Null when all is well. Cheap: asked before every record batch.
     */
    @Nullable
    String expired();
}
