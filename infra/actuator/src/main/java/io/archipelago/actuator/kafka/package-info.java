/** The topics an actuator reads and writes. */
@NullMarked
package io.archipelago.actuator.kafka;

import org.jspecify.annotations.NullMarked;
