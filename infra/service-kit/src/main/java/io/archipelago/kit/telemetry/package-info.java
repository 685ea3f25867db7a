/** Traces that follow one wish across services and regions, and what becomes of them. */
@NullMarked
package io.archipelago.kit.telemetry;

import org.jspecify.annotations.NullMarked;
