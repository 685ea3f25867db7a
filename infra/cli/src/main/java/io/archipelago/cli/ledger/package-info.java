/** The transfer ledger: taken out of a region, and checked without one. */
@NullMarked
package io.archipelago.cli.ledger;

import org.jspecify.annotations.NullMarked;
