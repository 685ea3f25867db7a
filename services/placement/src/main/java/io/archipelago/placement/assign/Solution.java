package io.archipelago.placement.assign;

/**
 * A feasible assignment.
 *
 * @param bins the bin of each item
 * @param cost in the model's own units
 * @param steps moves proposed by all chains together
 */
public record Solution(int[] bins, long cost, long steps) {}
