package io.archipelago.kit.store;

/** Names a {@link Document}: {@code key} is unique within {@code kind}. */
public record DocumentKey(String kind, String key) {}
