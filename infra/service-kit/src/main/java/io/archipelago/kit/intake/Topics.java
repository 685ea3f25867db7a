package io.archipelago.kit.intake;

import io.archipelago.topology.Topology;

/** The description of all topics, read once per process. */
public final class Topics {

    public static final Topology TOPOLOGY = Topology.load();

    private Topics() {}
}
