/** The parts of a region: how each is started, when it counts as ready, how it is stopped. */
@NullMarked
package io.archipelago.local.part;

import org.jspecify.annotations.NullMarked;
