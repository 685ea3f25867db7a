/** The difference between what is described and what runs, shown before anything is done. */
@NullMarked
package io.archipelago.topology.plan;

import org.jspecify.annotations.NullMarked;
