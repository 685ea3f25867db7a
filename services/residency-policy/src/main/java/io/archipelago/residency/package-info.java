/** The law as data, what follows from it, and the gate that alone lets records leave the region. */
@NullMarked
package io.archipelago.residency;

import org.jspecify.annotations.NullMarked;
