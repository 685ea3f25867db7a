/** The erasure of a person: the order, the word of every region that had copies, and the certificate. */
@NullMarked
package io.archipelago.events.erasure;

import org.jspecify.annotations.NullMarked;
