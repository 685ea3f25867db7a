/** The process that starts the parts, watches them, restarts what dies and answers on a loopback port. */
@NullMarked
package io.archipelago.local.supervisor;

import org.jspecify.annotations.NullMarked;
