package io.archipelago.bench.gate;

/** Copies until it is closed. */
interface Copying extends AutoCloseable {

    @Override
    void close();
}
