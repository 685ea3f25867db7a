/** Every topic there is, who writes and reads it, and what may be mirrored: one description, compiled to what runs. */
@NullMarked
package io.archipelago.topology;

import org.jspecify.annotations.NullMarked;
