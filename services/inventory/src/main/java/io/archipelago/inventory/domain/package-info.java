/** What a declaration must hold to, and nothing of how it is stored or carried. */
@NullMarked
package io.archipelago.inventory.domain;

import org.jspecify.annotations.NullMarked;
