/** The assignment engine: arrays in, plan out. Pure, deterministic, integers only, nothing but the JDK. */
@NullMarked
package io.archipelago.placement.engine;

import org.jspecify.annotations.NullMarked;
