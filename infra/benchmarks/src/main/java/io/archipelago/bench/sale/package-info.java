/**
 * Placement under stress: a flash sale, a lost region. The very core of the placement service decides; the cloud around it is
 * simulated, or, where latency is measured, real.
 */
@NullMarked
package io.archipelago.bench.sale;

import org.jspecify.annotations.NullMarked;
