/** The same regions in containers: what each part is told there, and what carries facts between them. */
@NullMarked
package io.archipelago.local.containers;

import org.jspecify.annotations.NullMarked;
