/** Reads what other schedulers were told, and writes it as Archipelago's declarations. */
@NullMarked
package io.archipelago.cli.migrate;

import org.jspecify.annotations.NullMarked;
