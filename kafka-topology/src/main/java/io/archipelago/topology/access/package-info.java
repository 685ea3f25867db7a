/** Who may read and write what: compiled from the descriptors, never written by hand. */
@NullMarked
package io.archipelago.topology.access;

import org.jspecify.annotations.NullMarked;
