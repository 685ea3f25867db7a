/** What really runs, as actuators report it. */
@NullMarked
package io.archipelago.events.actuation;

import org.jspecify.annotations.NullMarked;
