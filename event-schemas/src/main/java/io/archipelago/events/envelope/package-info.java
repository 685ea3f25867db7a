/** The CloudEvents envelope that every event of Archipelago travels in. */
@NullMarked
package io.archipelago.events.envelope;

import org.jspecify.annotations.NullMarked;
