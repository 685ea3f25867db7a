/** The transfer ledger: what an entry says, what its signature covers, and how anyone checks it without Archipelago. */
@NullMarked
package io.archipelago.events.ledger;

import org.jspecify.annotations.NullMarked;
