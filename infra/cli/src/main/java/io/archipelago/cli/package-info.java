/** The command line: {@code ./archipelago VERB …}. One package per group of verbs. */
@NullMarked
package io.archipelago.cli;

import org.jspecify.annotations.NullMarked;
