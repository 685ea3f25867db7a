/** JSON over HTTP on the loopback, with nothing but the JDK: quick to start. */
@NullMarked
package io.archipelago.local.http;

import org.jspecify.annotations.NullMarked;
