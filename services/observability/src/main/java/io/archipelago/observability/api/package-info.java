/** What this region knows, over HTTP and as a stream: for the console, the CLI and people. */
@NullMarked
package io.archipelago.observability.api;

import org.jspecify.annotations.NullMarked;
