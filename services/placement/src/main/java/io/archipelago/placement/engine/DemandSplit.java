package io.archipelago.placement.engine;

/**
 * Where one area's requests of one group go.
 *
 * @param permille shares per entry of {@code sites}; they sum to 1000
 */
public record DemandSplit(int group, int area, int[] sites, int[] permille) {}
