/** The peer of the assignment engine: Timefold Solver community on the same instances, judged by the same checker. */
@NullMarked
package io.archipelago.bench.timefold;

import org.jspecify.annotations.NullMarked;
