/** Amounts that carry their unit: processor time, bytes, money. */
@NullMarked
package io.archipelago.events.quantity;

import org.jspecify.annotations.NullMarked;
