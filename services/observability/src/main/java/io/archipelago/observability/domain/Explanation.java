package io.archipelago.observability.domain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.archipelago.events.placement.DecisionExplained;

/**
 * Why a workload runs where it runs, by the plan in force.
 *
 * @param region the one that decided
 */
public record Explanation(String region, @JsonUnwrapped DecisionExplained decision) {}
