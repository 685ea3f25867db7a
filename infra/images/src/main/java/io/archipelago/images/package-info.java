/** Makes container images of the built project, without an engine: the same inputs always give the same bytes. */
@NullMarked
package io.archipelago.images;

import org.jspecify.annotations.NullMarked;
