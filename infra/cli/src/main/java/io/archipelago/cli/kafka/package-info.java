/** Verbs on topics: tail them, plan and apply their description. */
@NullMarked
package io.archipelago.cli.kafka;

import org.jspecify.annotations.NullMarked;
