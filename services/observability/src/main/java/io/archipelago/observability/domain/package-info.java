/** What a region knows of the cloud: who is well, what arrives how late, and what was decided where. */
@NullMarked
package io.archipelago.observability.domain;

import org.jspecify.annotations.NullMarked;
