package io.archipelago.events.catalogue;

import java.util.List;

/**
 * Measured round trips in milliseconds.
 *
 * @param regions names of regions of the catalogue's provider, in the order of rows and columns
 * @param rows {@code rows[from][to]}; -1 where none was measured
 */
public record RttMatrix(List<String> regions, List<List<Integer>> rows) {}
