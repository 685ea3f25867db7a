package io.archipelago.placement.api;

import java.util.List;

/** A list as people receive it. */
public record Items<T>(List<T> items) {}
