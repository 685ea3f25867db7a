package io.archipelago.bench.gate;

import io.archipelago.topology.TopicNames;
import java.util.List;

/** Who copies a topic. */
enum Side {
    GATE("gate"),

    /** The gate on a dataset of which a column is encrypted, with the key of the person whom each record is about. */
    ENCRYPTING("encrypting"),

    /** A loop whose producer waits a millisecond for a batch to fill, as the gate's does; commits what one poll brought. */
    BARE("bare"),

    /** The same, but its producer sends what it has at once. */
    BARE_AT_ONCE("bare_at_once"),

    /** The same as the first, but one transaction takes in what else waits, as the gate's does. */
    BARE_LONG("bare_long");

    static final List<Side> LOOPS = List.of(BARE, BARE_AT_ONCE, BARE_LONG);

    /** In the names of what is measured. */
    final String title;

    Side(String title) {
        this.title = title;
    }

    boolean isGate() {
        return !LOOPS.contains(this);
    }

    /** What it copies of a round's topics: a gate goes on where the one before it on the same topic ended. */
    String source(String topic) {
        return this == ENCRYPTING ? topic + '.' + title : topic;
    }

    /** Where the copies of its source go. */
    String target(String source) {
        return isGate() ? TopicNames.export(BenchCore.PEER, source) : title + '.' + source;
    }
}
