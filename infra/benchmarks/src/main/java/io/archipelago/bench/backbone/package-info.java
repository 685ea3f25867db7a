/** From a commit in one region to a reader in another, with the gate between, against the same road without it. */
@NullMarked
package io.archipelago.bench.backbone;

import org.jspecify.annotations.NullMarked;
