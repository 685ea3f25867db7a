/** Verbs on the cloud on this machine: up, down, status, logs, chaos. */
@NullMarked
package io.archipelago.cli.local;

import org.jspecify.annotations.NullMarked;
