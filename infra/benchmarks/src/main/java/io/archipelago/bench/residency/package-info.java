/** What one decision of the law costs, beside two policy engines. */
@NullMarked
package io.archipelago.bench.residency;

import org.jspecify.annotations.NullMarked;
