/** What regions tell each other of how to know them. */
@NullMarked
package io.archipelago.events.trust;

import org.jspecify.annotations.NullMarked;
