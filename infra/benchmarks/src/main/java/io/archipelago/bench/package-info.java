/** Benchmarks that anyone can run: {@code ./archipelago bench NAME}. Ratios against a peer or the bare limit, in one run. */
@NullMarked
package io.archipelago.bench;

import org.jspecify.annotations.NullMarked;
