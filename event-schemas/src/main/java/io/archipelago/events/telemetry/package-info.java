/** Traces as facts: what lets a journey be followed across regions. */
@NullMarked
package io.archipelago.events.telemetry;

import org.jspecify.annotations.NullMarked;
