/** Canaries out: how marked records come into their topic. */
@NullMarked
package io.archipelago.residency.canaries;

import org.jspecify.annotations.NullMarked;
