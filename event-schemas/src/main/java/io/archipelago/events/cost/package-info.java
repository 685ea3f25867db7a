/** Facts about charges. */
@NullMarked
package io.archipelago.events.cost;

import org.jspecify.annotations.NullMarked;
