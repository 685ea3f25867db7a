/** Facts about sites, workloads, datasets and demand. */
@NullMarked
package io.archipelago.events.inventory;

import org.jspecify.annotations.NullMarked;
