/** The engine of the live service on the real world: the shipped catalogue's regions, prices, distances and cities. */
@NullMarked
package io.archipelago.bench.world;

import org.jspecify.annotations.NullMarked;
