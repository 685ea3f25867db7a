package io.archipelago.kit.core;

/**
 * Marks the body of a {@link Change.Put} that is applied but never stored: figures that are worth nothing tomorrow, such
 * as the age of the last probe. The input that led to it is recorded as any other, so the log still tells the same
 * story; after a restart such state starts empty.
 */
public interface Passing {}
