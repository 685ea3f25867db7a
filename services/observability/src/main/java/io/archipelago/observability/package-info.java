/** Is a region or link healthy; is a promise being kept: watched from one region, shown in its console. */
@NullMarked
package io.archipelago.observability;

import org.jspecify.annotations.NullMarked;
