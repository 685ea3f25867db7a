/** HTTP for people and the CLI. */
@NullMarked
package io.archipelago.inventory.api;

import org.jspecify.annotations.NullMarked;
