/** Keeps what is declared: sites, workloads, datasets, catalogues and demands. */
@NullMarked
package io.archipelago.inventory;

import org.jspecify.annotations.NullMarked;
