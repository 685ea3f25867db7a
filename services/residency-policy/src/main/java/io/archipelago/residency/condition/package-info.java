/** Conditions that policies write in CEL. Pure: the same facts give the same answer. */
@NullMarked
package io.archipelago.residency.condition;

import org.jspecify.annotations.NullMarked;
