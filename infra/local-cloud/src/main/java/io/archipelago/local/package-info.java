/**
 * Regions on one machine, as real processes: PostgreSQL, a Kafka broker, a Connect worker and the services of each.
 * {@link io.archipelago.local.LocalCloud} is what a program uses; everything else runs in the supervisor.
 */
@NullMarked
package io.archipelago.local;

import org.jspecify.annotations.NullMarked;
