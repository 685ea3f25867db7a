/** The connectors of a region's Kafka Connect workers: templates in resources, filled in here. */
@NullMarked
package io.archipelago.topology.connect;

import org.jspecify.annotations.NullMarked;
