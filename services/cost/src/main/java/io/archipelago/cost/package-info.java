/** What did it cost, and whom to charge: rates every placement and every crossing from the catalogues. */
@NullMarked
package io.archipelago.cost;

import org.jspecify.annotations.NullMarked;
