/** Kafka in: which topics a service reads, and what their records turn out to be. */
@NullMarked
package io.archipelago.kit.intake;

import org.jspecify.annotations.NullMarked;
