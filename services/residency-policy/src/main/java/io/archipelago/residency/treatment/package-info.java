/** What becomes of a record's columns on the way out: bytes in, bytes out, and nothing of what must stay in between. */
@NullMarked
package io.archipelago.residency.treatment;

import org.jspecify.annotations.NullMarked;
