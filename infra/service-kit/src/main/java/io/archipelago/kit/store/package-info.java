/** What a service keeps in PostgreSQL: its documents, the inputs it has handled, and the way out to Kafka. */
@NullMarked
package io.archipelago.kit.store;

import org.jspecify.annotations.NullMarked;
