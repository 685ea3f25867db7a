/** {@code bench placement}: one command for all that judges placement. */
@NullMarked
package io.archipelago.bench.placement;

import org.jspecify.annotations.NullMarked;
