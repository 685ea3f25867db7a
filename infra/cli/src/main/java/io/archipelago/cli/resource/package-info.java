/** Verbs on declared and decided things: apply, get, describe, delete, explain, plan. */
@NullMarked
package io.archipelago.cli.resource;

import org.jspecify.annotations.NullMarked;
