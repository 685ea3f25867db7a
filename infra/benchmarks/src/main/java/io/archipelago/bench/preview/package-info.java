/** How long it takes to decide again, by a draft, on all that has crossed. */
@NullMarked
package io.archipelago.bench.preview;

import org.jspecify.annotations.NullMarked;
