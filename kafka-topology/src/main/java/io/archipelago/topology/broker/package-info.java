/** Reads and changes the topics of a running broker. */
@NullMarked
package io.archipelago.topology.broker;

import org.jspecify.annotations.NullMarked;
