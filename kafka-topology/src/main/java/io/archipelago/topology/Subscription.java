package io.archipelago.topology;

import org.jspecify.annotations.Nullable;

/**
 * One topic that a service reads in a region.
 *
 * @param name as the broker of the region knows it
 * @param topic what it is a copy of, or itself
 * @param peer the region it was mirrored from; null for the region's own
 */
public record Subscription(
        String name, Topic topic, @Nullable String peer) {}
