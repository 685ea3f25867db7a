package io.archipelago.bench.gate;

import io.archipelago.topology.TopicNames;
import java.util.List;

/** Who copies a topic. */
enum Side {
    GATE("gate"),

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

    /** Where the copies of a topic go. */
    String target(String topic) {
        return this == GATE ? TopicNames.export(BenchCore.PEER, topic) : title + '.' + topic;
    }
}
