@NullMarked
package io.archipelago.observability.console;

import org.jspecify.annotations.NullMarked;
