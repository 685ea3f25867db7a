/** What a service that keeps declared kinds offers over HTTP. */
@NullMarked
package io.archipelago.kit.declaration.api;

import org.jspecify.annotations.NullMarked;
