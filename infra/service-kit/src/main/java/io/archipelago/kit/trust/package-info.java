/** Who may speak for whom: events are signed by the service that writes them and checked where they come in. */
@NullMarked
package io.archipelago.kit.trust;

import org.jspecify.annotations.NullMarked;
