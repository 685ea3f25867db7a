/** Runs a core: one thread, one transaction per batch, outbox and inbox, dead letters, traces. */
@NullMarked
package io.archipelago.kit.runtime;

import org.jspecify.annotations.NullMarked;
