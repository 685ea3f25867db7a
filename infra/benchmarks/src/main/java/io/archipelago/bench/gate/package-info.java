/** The gate beside a bare transactional loop of Kafka's own clients, on one broker. */
@NullMarked
package io.archipelago.bench.gate;

import org.jspecify.annotations.NullMarked;
