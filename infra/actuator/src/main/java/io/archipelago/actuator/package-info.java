/** Turns admitted replicas into what a cluster runs, and tells what really runs. */
@NullMarked
package io.archipelago.actuator;

import org.jspecify.annotations.NullMarked;
