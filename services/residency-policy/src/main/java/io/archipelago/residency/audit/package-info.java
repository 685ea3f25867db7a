/** Answers afterwards what crossed and why, with proofs that need no trust in the one who answers. */
@NullMarked
package io.archipelago.residency.audit;

import org.jspecify.annotations.NullMarked;
