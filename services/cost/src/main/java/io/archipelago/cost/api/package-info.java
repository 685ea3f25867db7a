/** The bill over HTTP, for people and for FinOps tools. */
@NullMarked
package io.archipelago.cost.api;

import org.jspecify.annotations.NullMarked;
