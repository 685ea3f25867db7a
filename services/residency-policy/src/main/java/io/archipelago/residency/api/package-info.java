/** HTTP for people and the CLI. */
@NullMarked
package io.archipelago.residency.api;

import org.jspecify.annotations.NullMarked;
