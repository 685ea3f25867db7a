/** What people and programs read: tables, YAML, JSON, progress. */
@NullMarked
package io.archipelago.cli.output;

import org.jspecify.annotations.NullMarked;
