/**
 * What placement means: which region plans a workload, where its replicas go, what a site has promised, and why. Pure:
 * no clock, no randomness, no I/O, no framework.
 */
@NullMarked
package io.archipelago.placement.domain;

import org.jspecify.annotations.NullMarked;
