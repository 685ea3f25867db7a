/** The laws of the architecture, as far as a compiler's output can tell. */
@NullMarked
package io.archipelago.testkit.laws;

import org.jspecify.annotations.NullMarked;
