/** HTTP for people: every error is an RFC 9457 problem. */
@NullMarked
package io.archipelago.kit.api;

import org.jspecify.annotations.NullMarked;
