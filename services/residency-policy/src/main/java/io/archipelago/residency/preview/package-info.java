/** What a draft would change: the ledger and the fleet, decided again by another law. */
@NullMarked
package io.archipelago.residency.preview;

import org.jspecify.annotations.NullMarked;
