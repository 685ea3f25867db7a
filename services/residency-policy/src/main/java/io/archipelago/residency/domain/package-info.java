/** What the law says: policies in force, rulings, what the gate has reported. No clock, no network, no framework. */
@NullMarked
package io.archipelago.residency.domain;

import org.jspecify.annotations.NullMarked;
