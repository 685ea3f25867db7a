/** How the command line finds the cloud and talks to the service that owns the data. */
@NullMarked
package io.archipelago.cli.client;

import org.jspecify.annotations.NullMarked;
