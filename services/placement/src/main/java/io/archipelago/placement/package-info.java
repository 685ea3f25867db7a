/** The placement service: wiring and settings. */
@NullMarked
package io.archipelago.placement;

import org.jspecify.annotations.NullMarked;
