/** Who is who in the local cloud: a certificate authority per region and the certificates of all that connects. */
@NullMarked
package io.archipelago.local.trust;

import org.jspecify.annotations.NullMarked;
