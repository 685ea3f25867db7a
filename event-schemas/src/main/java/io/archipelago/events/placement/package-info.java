/** Facts about reservations, placements and traffic weights. */
@NullMarked
package io.archipelago.events.placement;

import org.jspecify.annotations.NullMarked;
