/** Facts about the health of regions and links. */
@NullMarked
package io.archipelago.events.observability;

import org.jspecify.annotations.NullMarked;
