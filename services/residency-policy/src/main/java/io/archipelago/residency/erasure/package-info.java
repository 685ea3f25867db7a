/** What topics say of erasures: orders that may be forgotten here, and what is left of a person in this region's copies. */
@NullMarked
package io.archipelago.residency.erasure;

import org.jspecify.annotations.NullMarked;
