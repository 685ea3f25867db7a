package io.archipelago.residency;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** Rings whenever the orders of the gate may have changed, before anybody is told that they have. Thread-safe. */
@Singleton
public class Bell {
    private final AtomicLong rings = new AtomicLong();
    private volatile Runnable listener = () -> {};

    void ring() {
        rings.incrementAndGet();
        listener.run();
    }

    long rings() {
        return rings.get();
    }

    /** Called after each ring, on the core's thread: must not block. */
    void wake(Runnable listener) {
        this.listener = listener;
    }
}
