/** HTTP for people: placements, their reasons, and what drafts would lead to. */
@NullMarked
package io.archipelago.placement.api;

import org.jspecify.annotations.NullMarked;
