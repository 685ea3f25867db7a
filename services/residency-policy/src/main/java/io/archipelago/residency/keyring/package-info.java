/** The keys that make a person's columns readable, and the destroying of them. The one place that knows Tink. */
@NullMarked
package io.archipelago.residency.keyring;

import org.jspecify.annotations.NullMarked;
