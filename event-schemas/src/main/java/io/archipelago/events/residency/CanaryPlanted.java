package io.archipelago.events.residency;

/**
 * A region tries whether its border holds: a record like any other, except for its mark. The body of
 * {@code residency.canaries.v1}.
 *
 * @param canary the mark, one word of plain characters
 */
public record CanaryPlanted(String canary) {}
