/** The contract between services: what they publish, in which words. */
@NullMarked
package io.archipelago.events;

import org.jspecify.annotations.NullMarked;
