/** The only program in an image besides its own: what the engine asks for the container's health. */
@NullMarked
package io.archipelago.images.health;

import org.jspecify.annotations.NullMarked;
