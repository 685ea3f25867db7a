/** The story that the demo plays and checks. */
@NullMarked
package io.archipelago.cli.demo;

import org.jspecify.annotations.NullMarked;
