/** Declarations as people write them: apiVersion, kind, metadata, spec. */
@NullMarked
package io.archipelago.events.resource;

import org.jspecify.annotations.NullMarked;
