/**
 * The machine reassignment problem of the ROADEF/EURO challenge 2012: files, an independent checker, a lower bound, and
 * instances of the challenge's shape. Nothing here but {@link io.archipelago.bench.roadef.Adapter} knows the engine.
 */
@NullMarked
package io.archipelago.bench.roadef;

import org.jspecify.annotations.NullMarked;
