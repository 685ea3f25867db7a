package io.archipelago.placement.domain;

/** A placement that was published and is still to be explained: words may wait, requests to sites may not. */
public record Unexplained(String workload) {}
