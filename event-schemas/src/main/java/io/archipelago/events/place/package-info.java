/** Where things stand: what is claimed, what is attested, and what light says of it. */
@NullMarked
package io.archipelago.events.place;

import org.jspecify.annotations.NullMarked;
