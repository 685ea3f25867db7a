/** Erasing persons, the proof of it, and reading what is encrypted for them. */
@NullMarked
package io.archipelago.cli.erasure;

import org.jspecify.annotations.NullMarked;
