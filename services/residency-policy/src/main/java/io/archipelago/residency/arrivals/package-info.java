/** What has come from other regions, counted and compared with what their ledgers say. */
@NullMarked
package io.archipelago.residency.arrivals;

import org.jspecify.annotations.NullMarked;
