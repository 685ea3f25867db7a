package io.archipelago.cli.migrate;

import io.archipelago.events.quantity.Resources;

/** A workload must ask for something. Where the source asks for nothing, something small is put in, and said so. */
final class Guess {
    private Guess() {}

    static void fill(Draft draft, Resources asked, Resources small) {
        boolean noCpu = asked.cpu().millis() == 0;
        boolean noMemory = asked.memory().count() == 0;
        draft.resources(new Resources(
                noCpu ? small.cpu() : asked.cpu(), noMemory ? small.memory() : asked.memory(), asked.storage()));
        if (noCpu || noMemory)
            draft.remark(
                    "resources",
                    "decide: the source asks for no " + (noCpu ? noMemory ? "cpu and no memory" : "cpu" : "memory")
                            + "; this is a guess");
    }
}
