/** Facts about policies, rulings and crossings. */
@NullMarked
package io.archipelago.events.residency;

import org.jspecify.annotations.NullMarked;
