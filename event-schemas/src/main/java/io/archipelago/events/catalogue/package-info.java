/** The real world as declared facts: cloud regions, prices, distances, carbon and people; and what is reckoned from them. */
@NullMarked
package io.archipelago.events.catalogue;

import org.jspecify.annotations.NullMarked;
