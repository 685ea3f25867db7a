package io.archipelago.placement.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that changed since the last plan, in words a person reads in the placement it leads to.
 *
 * @param workload the one it concerns; null when it concerns all
 * @param routine true for a site's yes: it completes an earlier decision and is not the reason of a new one
 */
public record Cause(String text, @Nullable String workload, boolean routine, Instant at) {}
