/**
 * A general assignment engine: items in groups are assigned to bins with several resources, under hard rules and soft
 * prices. Pure: arrays in, arrays out; no framework, no logging, no clock but the one a budget brings. See
 * docs/placement-engine.md.
 */
@NullMarked
package io.archipelago.placement.assign;

import org.jspecify.annotations.NullMarked;
